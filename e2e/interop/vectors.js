// Runs the module whose URL is the argument, the core as JavaScript: its vectors; or, with as many
// inputs as the third argument says, the attack that the second one names.
const { runAll, attack, forge, nextKey } = await import(process.argv[2])
const inputs = Number(process.argv[4])

// PKCS #8 of RFC 8410: the object identifier's last byte tells the two key types apart.
const pkcs8 = (algorithm, raw) => Buffer.from(
  `302e020100300506032b65${algorithm === 'X25519' ? '6e' : '70'}04220420${raw}`, 'hex')

// WebCrypto draws its keys; here they are drawn for it, the same as elsewhere.
crypto.subtle.generateKey = async (algorithm, extractable, uses) => {
  const privateKey = await crypto.subtle.importKey(
    'pkcs8', pkcs8(algorithm, nextKey()), algorithm, true, uses)
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', privateKey)
  const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x }, algorithm, true, [])
  return { privateKey, publicKey }
}

if (process.argv[3] === undefined) {
  console.log(runAll())
} else if (process.argv[3] === 'decoders') {
  console.log(attack(inputs))
} else {
  forge(inputs, console.log)
}
