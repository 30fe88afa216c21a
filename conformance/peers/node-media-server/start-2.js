// RTMP on the loopback address and nothing else. This version has no option for the address.
const net = require('net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...more) { return listen.call(this, port, '127.0.0.1', ...more); };
// It keeps what it relays until there are ten messages. Sent at once instead, so that each can be waited for.
net.Socket.prototype.cork = function () {};
const NodeMediaServer = require('node-media-server');
new NodeMediaServer({
  logType: 0,
  rtmp: {port: Number(process.argv[2]), chunk_size: 60000, gop_cache: true, ping: 30, ping_timeout: 60},
}).run();
