// Runs the module whose URL is the argument, the core as JavaScript: its vectors, or the attack
// on its decoders with as many mutations as the second argument says.
const { runAll, attack } = await import(process.argv[2])
console.log(process.argv[3] === undefined ? runAll() : attack(Number(process.argv[3])))
