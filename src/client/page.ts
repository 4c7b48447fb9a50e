import './draft.ts';
import './more.ts';
import './remember.ts';
import './share.ts';
