// The least a Worker can do for a page: 12 KB of HTML, the same every time.
const page = `<!doctype html><title>A page</title><p>${'All that is ever said here. '.repeat(440)}`;

export default {
  fetch: () => new Response(page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
} satisfies ExportedHandler;
