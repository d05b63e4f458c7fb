/** What wakes on a page with one demo alone. */
import '#lab/demo-lab';
