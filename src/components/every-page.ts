/** What wakes on every page. One file, because each further one is a journey of its own. */
import '../offline/start.ts';
import './search/opening.ts';
import './theme-switch.ts';
