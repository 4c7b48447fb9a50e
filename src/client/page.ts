import './more.ts';
import './reply.ts';
import './share.ts';
