// Runs the shared vectors of the module whose URL is the argument: the core as JavaScript.
const { runAll } = await import(process.argv[2])
console.log(runAll())
