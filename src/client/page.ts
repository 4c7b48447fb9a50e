import './remember.ts';
import './share.ts';
