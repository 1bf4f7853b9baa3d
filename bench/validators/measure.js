/**
 * Operations per second of each contender, measured by turns so that none has the machine to itself: the rate that a
 * tenth of the rounds reach, since what else the machine does only ever slows a round down.
 */
export function measure(contenders, inputs, { rounds = 50, roundMs = 10 } = {}) {
  // Everybody is called once before anybody is measured: the loop is then compiled for all of them, and for none alone.
  for (const check of Object.values(contenders)) rate(check, inputs, 25);
  const rates = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, check] of Object.entries(contenders)) rates[name].push(rate(check, inputs, roundMs));
  }
  return Object.fromEntries(
    Object.entries(rates).map(([name, list]) => [
      name,
      list.sort((a, b) => b - a)[Math.floor(list.length / 10)],
    ]),
  );
}

let sink = 0;

function rate(check, inputs, roundMs) {
  const batch = 64;
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  do {
    for (let turn = 0; turn < batch; turn++) {
      for (let i = 0; i < inputs.length; i++) if (check(inputs[i])) sink++;
    }
    count += batch * inputs.length;
    elapsed = performance.now() - start;
  } while (elapsed < roundMs);
  return (count / elapsed) * 1000;
}

export function consumed() {
  return sink;
}

export function millions(perSecond) {
  return `${(perSecond / 1e6).toFixed(2)} M/s`;
}
