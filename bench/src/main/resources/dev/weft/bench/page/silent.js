// From now on the page answers nobody who asks it for a block: slices of blocks are the largest messages it sends.
'use strict'
{
  const { prototype } = RTCDataChannel
  const { send } = prototype
  const silent = new WeakSet()
  prototype.send = function (message) {
    if (message.byteLength > 1024) silent.add(this)
    if (!silent.has(this)) send.call(this, message)
  }
}
