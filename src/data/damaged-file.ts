/** A file that is not what it should be: cut short, or changed on its way. Known by its name, also where the class is not. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}
