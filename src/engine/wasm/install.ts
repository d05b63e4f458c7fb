import { overlayCopies } from './copies.ts';
import { supplyGradients } from './missing-gradients.ts';
import { overlayWasmProducts } from './products.ts';

/** Puts the engine beneath the WASM kernels and adds those that are missing. */
export function installWasmEngine(): void {
  overlayCopies();
  overlayWasmProducts();
  supplyGradients();
}
