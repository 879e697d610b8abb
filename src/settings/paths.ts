export const settingPaths = {
  list: '/acuan?bagian=pengaturan',
  one: (key: string) => `/acuan/pengaturan/${key}`,
};
