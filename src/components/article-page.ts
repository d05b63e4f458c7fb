/** What wakes on an article. One file, because each further one is a journey of its own; what needs a click loads at the click. */
import '#lab/demo-lab';
import './contents-follower.ts';
import './copy-button.ts';
import './form-waker.ts';
import './keep-offline.ts';
import './lens.ts';
import './reference-cards.ts';
import './scroll-boxes.ts';
import './symbol-cards.ts';
