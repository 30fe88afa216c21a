// RTMP on the loopback address and nothing else.
const NodeMediaServer = require('node-media-server');
new NodeMediaServer({
  bind: '127.0.0.1',
  rtmp: {port: Number(process.argv[2])},
  store: {path: './store'},
}).run();
