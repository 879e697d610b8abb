/** Words that every object of JavaScript answers to, though nobody put them there. */
export const INBORN = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
/** What such a look-up finds, told to a person. */
export const NATIVE = /\[native code\]|\[object |undefined/;
