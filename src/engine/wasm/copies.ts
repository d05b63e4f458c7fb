/** On WASM a clone and a cast to the same type copy every number. Tensors never change, so a reference does. */
import { overlayWasm } from './heap.ts';

export function overlayCopies(): void {
  overlayWasm('Identity', ({ inputs: { x }, backend }) => {
    if (x.dtype === 'string') return undefined;
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
  overlayWasm('Cast', ({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== attrs.dtype || x.dtype === 'string') return undefined;
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
}
