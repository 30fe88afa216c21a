// RTMP on the loopback address and nothing else.
const path = require('path');
// Its web interface is not tested and takes most of the time to load: a server that dies in so many cases starts often.
const web = path.join(path.dirname(require.resolve('node-media-server')), 'server/http_server.js');
require.cache[web] = {id: web, filename: web, loaded: true, exports: class { run() {} stop() {} }};
const NodeMediaServer = require('node-media-server');
new NodeMediaServer({
  bind: '127.0.0.1',
  rtmp: {port: Number(process.argv[2])},
  store: {path: './store'},
}).run();
