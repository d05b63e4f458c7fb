/**
 * Weights as a file, in the open format safetensors: 8 bytes with the length of a JSON header, the header with each
 * tensor's type, shape and place, then the numbers, little-endian. See https://huggingface.co/docs/safetensors.
 */

import { DamagedFile } from './damaged-file.ts';
import { float16Bits, float16Value } from './float16.ts';

/** A tensor as plain numbers: `values` row by row, as many as the product of `shape`. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a file holds. */
export interface Safetensors {
  readonly tensors: Record<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

interface Entry {
  readonly dtype: 'F32' | 'F16';
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * The tensors as a file. `halfPrecision` stores 16-bit floats: half the size, about three significant digits.
 * @throws RangeError if a shape does not fit its values, or a value is not finite or too large for half precision
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  options: { halfPrecision?: boolean; metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array<ArrayBuffer> {
  const dtype = options.halfPrecision ? 'F16' : 'F32';
  const header: Record<string, Entry | Readonly<Record<string, string>>> = {};
  if (options.metadata) header['__metadata__'] = options.metadata;
  let end = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    assertStorable(name, tensor, dtype);
    const start = end;
    end += tensor.values.length * bytesPerValue[dtype];
    header[name] = { dtype, shape: tensor.shape, data_offsets: [start, end] };
  }
  const headerText = utf8Bytes(JSON.stringify(header));
  const dataStart = Math.ceil((8 + headerText.length) / 8) * 8;
  const file = new Uint8Array(dataStart + end);
  // The format pads the header with spaces so that the numbers start at a multiple of 8.
  file.fill(0x20, 8, dataStart).set(headerText, 8);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(dataStart - 8), true);
  let position = dataStart;
  for (const { values } of Object.values(tensors)) position = writeValues(view, values, { position, dtype });
  return file;
}

/**
 * The tensors of a file with F32 or F16 numbers, always as Float32Array.
 * @throws DamagedFile saying what is wrong: cut short, header not JSON, unknown type, shape and place that disagree, places that
 *   overlap or leave gaps, a number that is not finite
 */
export function decodeSafetensors(buffer: ArrayBuffer | Uint8Array<ArrayBuffer>): Safetensors {
  const file = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
  const { header, data } = fileParts(file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Record<string, StoredTensor> = {};
  const places: [number, number][] = [];
  for (const [name, entry] of Object.entries(entries)) {
    assertEntry(name, entry, data.byteLength);
    places.push([entry.data_offsets[0], entry.data_offsets[1]]);
    tensors[name] = { shape: entry.shape, values: readValues(data, name, entry) };
  }
  assertContiguous(places, data.byteLength);
  return { tensors, metadata: metadataOf(metadata) };
}

const bytesPerValue = { F32: 4, F16: 2 } as const;

function valueCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function assertStorable(name: string, { shape, values }: StoredTensor, dtype: Entry['dtype']): void {
  if (name === '__metadata__') throw new RangeError('No tensor may be called "__metadata__".');
  if (valueCount(shape) !== values.length) {
    throw new RangeError(
      `Tensor "${name}" of shape [${shape.join(', ')}] cannot hold ${values.length} values.`,
    );
  }
  // 65520 is where rounding to half precision reaches infinity.
  const limit = dtype === 'F16' ? 65520 : Infinity;
  const wrong = values.find((value) => !(Math.abs(value) < limit));
  if (wrong !== undefined)
    throw new RangeError(`Tensor "${name}" holds ${wrong}, which ${dtype} cannot store.`);
}

function writeValues(
  view: DataView,
  values: Float32Array,
  { position, dtype }: { position: number; dtype: Entry['dtype'] },
): number {
  for (const value of values) {
    if (dtype === 'F32') view.setFloat32(position, value, true);
    else view.setUint16(position, float16Bits(value), true);
    position += bytesPerValue[dtype];
  }
  return position;
}

function readValues(
  data: DataView,
  name: string,
  { dtype, data_offsets: [start, end] }: Entry,
): Float32Array {
  const size = bytesPerValue[dtype];
  const values = new Float32Array((end - start) / size);
  for (let i = 0; i < values.length; i++) {
    const at = start + i * size;
    values[i] = dtype === 'F32' ? data.getFloat32(at, true) : float16Value(data.getUint16(at, true));
    if (!Number.isFinite(values[i])) throw damaged(`tensor "${name}" holds ${values[i]}`);
  }
  return values;
}

function fileParts(file: Uint8Array<ArrayBuffer>): { header: Record<string, unknown>; data: DataView } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 8) throw damaged(`it has only ${file.length} bytes`);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > BigInt(file.length - 8)) {
    throw damaged(`its header should take ${headerLength} bytes, but only ${file.length - 8} follow`);
  }
  const dataStart = 8 + Number(headerLength);
  const header = parsedHeader(file.subarray(8, dataStart));
  return { header, data: new DataView(file.buffer, file.byteOffset + dataStart, file.length - dataStart) };
}

function parsedHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(utf8Text(bytes));
  } catch {
    throw damaged('its header is not JSON');
  }
  if (!isRecord(header)) throw damaged('its header is not a JSON object');
  return header;
}

function assertEntry(name: string, entry: unknown, dataBytes: number): asserts entry is Entry {
  if (!isRecord(entry)) throw damaged(`the entry of tensor "${name}" is not an object`);
  const { dtype, shape, data_offsets: place } = entry;
  if (dtype !== 'F32' && dtype !== 'F16') {
    throw damaged(`tensor "${name}" has the type ${String(dtype)}; only F32 and F16 are read here`);
  }
  if (!isSizes(shape)) throw damaged(`tensor "${name}" has no valid shape`);
  if (!isSizes(place) || place.length !== 2 || place[0] > place[1] || place[1] > dataBytes) {
    throw damaged(`tensor "${name}" lies outside the ${dataBytes} bytes of numbers`);
  }
  const bytes = valueCount(shape) * bytesPerValue[dtype];
  if (place[1] - place[0] !== bytes) {
    throw damaged(
      `tensor "${name}" of shape [${shape.join(', ')}] needs ${bytes} bytes, not ${place[1] - place[0]}`,
    );
  }
}

/** The format forbids holes and overlaps: whatever the header does not describe is damage. */
function assertContiguous(places: [number, number][], dataBytes: number): void {
  let reached = 0;
  for (const [start, end] of places.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (start !== reached)
      throw damaged(`its tensors overlap or leave a gap at byte ${reached} of the numbers`);
    reached = end;
  }
  if (reached !== dataBytes) throw damaged(`${dataBytes - reached} bytes at its end belong to no tensor`);
}

function metadataOf(value: unknown): Record<string, string> {
  const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
  if (!isRecord(value)) throw damaged('its metadata is not an object');
  const entries = Object.entries(value);
  if (!entries.every(isText)) throw damaged('its metadata holds something other than text');
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function damaged(reason: string): Error {
  return new DamagedFile(`Not a valid safetensors file: ${reason}.`);
}

// TextEncoder and TextDecoder belong to the DOM library, which data modules do without.
function utf8Bytes(text: string): Uint8Array {
  const bytes = encodeURIComponent(text).match(/%[0-9A-F]{2}|./g) ?? [];
  return Uint8Array.from(bytes, (byte) =>
    byte.length > 1 ? parseInt(byte.slice(1), 16) : byte.charCodeAt(0),
  );
}

function utf8Text(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`);
  return decodeURIComponent(escaped.join(''));
}
