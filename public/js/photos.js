const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
/** Smaller photos are sent as they are. */
const ENOUGH = 500_000;

/**
 * Photos chosen in an input beside a line `[data-shrunk]` are drawn smaller before they are sent, as the portal keeps them no
 * larger anyway: a weak signal then carries a tenth. What this browser cannot draw is sent as it is.
 */
export function shrinkPhotos(root) {
  for (const words of root.querySelectorAll('[data-shrunk]')) {
    const input = words.closest('.field').querySelector('input[type=file]');
    input.addEventListener('change', async () => {
      words.textContent = '';
      const chosen = [...input.files];
      const smaller = await Promise.all(chosen.map((file) => shrink(file).catch(() => file)));
      const before = total(chosen);
      // Somebody may have chosen others meanwhile.
      if (total(smaller) === before || total([...input.files]) !== before) return;
      const files = new DataTransfer();
      for (const file of smaller) files.items.add(file);
      input.files = files.files;
      words.textContent = `Foto dikecilkan dari ${megabytes(before)} menjadi ${megabytes(total(smaller))} agar cepat terkirim.`;
    });
  }
}

async function shrink(file) {
  if (!file.type.startsWith('image/') || file.size <= ENOUGH) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: blob.type });
}

const total = (files) => files.reduce((sum, file) => sum + file.size, 0);
const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;
