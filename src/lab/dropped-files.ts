/** Hands on the files that a reader chooses in a field or drops on a place; the place is marked while files hang over it. */
export function onFiles(
  place: HTMLElement,
  field: HTMLInputElement,
  take: (files: readonly File[]) => void,
): void {
  field.addEventListener('change', () => {
    take([...(field.files ?? [])]);
    // The same file may be chosen again after it was mended.
    field.value = '';
  });
  place.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    place.toggleAttribute('data-over', true);
  });
  place.addEventListener('dragleave', () => place.removeAttribute('data-over'));
  place.addEventListener('drop', (event) => {
    place.removeAttribute('data-over');
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
}
