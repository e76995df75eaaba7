import { describe, expect, it } from 'vitest';
import { change, COUNTED, messages, SOUND } from './scenarioFixtures.ts';

describe('A value that the language does not know', () => {
  it('refuses an unknown key, and suggests the one that was meant', () => {
    expect(
      messages(
        change(
          SOUND,
          'lowWatermark: 10, desiredLevel: 30, demandPerHour',
          'lowWatermak: 10, desiredLevel: 30, demandPerHour',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:15:14  error  servers[0].stock.red.lowWatermak
        found     the unknown key "lowWatermak"
        expected  one of lowWatermark, desiredLevel, orderQuantity, maxOutstandingOrders, lifetime, initial, highWatermark, reserve, demandPerHour, demand
        do        write lowWatermark instead of lowWatermak"
    `);
  });

  it('refuses an unknown key at the top that resembles nothing', () => {
    expect(messages(change(SOUND, 'title: Test', 'title: Test\nfrobnicate: 3'))).toMatchInlineSnapshot(`
      "test.yaml:2:1  error  frobnicate
        found     the unknown key "frobnicate"
        expected  one of title, description, question, goal, starts, seed, until, sales, arrivals, costs, varieties, suppliers, hub, servers, demand, operations, stockRule, assumptions, alternatives
        do        remove it"
    `);
  });

  it('refuses a required key that is missing', () => {
    expect(messages(change(SOUND, '    leadTime: 72 h\n', '    messageLatency: 1 s\n')))
      .toMatchInlineSnapshot(`
      "test.yaml:5:5  error  suppliers[0].leadTime
        found     nothing
        expected  a number and a unit: ms, s, min, h, d or w; or a map with a distribution
        do        write a number and a unit, such as 24 h"
    `);
  });

  it('refuses a negative number of PINs', () => {
    expect(messages(change(SOUND, 'desiredLevel: 20', 'desiredLevel: -20'))).toMatchInlineSnapshot(`
      "test.yaml:16:46  error  servers[0].stock.blue.desiredLevel
        found     -20
        expected  a whole number of PINs, 0 or more
        do        write 0 or more"
    `);
  });

  it('refuses a PIN count that is not whole', () => {
    expect(messages(change(SOUND, 'lowWatermark: 5,', 'lowWatermark: 5.5,'))).toMatchInlineSnapshot(`
      "test.yaml:16:29  error  servers[0].stock.blue.lowWatermark
        found     5.5
        expected  a whole number of PINs
        do        PINs come in whole numbers: write one, without a unit"
    `);
  });

  it('refuses a PIN count that is text', () => {
    expect(messages(change(SOUND, 'lowWatermark: 5,', 'lowWatermark: five,'))).toMatchInlineSnapshot(`
      "test.yaml:16:29  error  servers[0].stock.blue.lowWatermark
        found     "five"
        expected  a whole number of PINs
        do        PINs come in whole numbers: write one, without a unit"
    `);
  });

  it('refuses more customers than the clock can tell apart, with whom a run would not end', () => {
    expect(messages(change(SOUND, 'demandPerHour: 0.5', 'demandPerHour: 1e300'))).toContain(
      'expected  at most 3.6e9 customers per hour, one each microsecond',
    );
    expect(messages(change(SOUND, 'demandPerHour: 0.5', 'demandPerHour: 3.6e9'))).toBe('');
  });

  it('refuses a negative demand', () => {
    expect(messages(change(SOUND, 'demandPerHour: 0.5', 'demandPerHour: -0.5'))).toMatchInlineSnapshot(`
      "test.yaml:16:65  error  servers[0].stock.blue.demandPerHour
        found     -0.5
        expected  customers per hour, 0 or more
        do        write a number that is not negative"
    `);
  });

  it('refuses an order quantity of nothing', () => {
    expect(messages(change(SOUND, 'desiredLevel: 20', 'orderQuantity: 0'))).toMatchInlineSnapshot(`
      "test.yaml:16:47  error  servers[0].stock.blue.orderQuantity
        found     0
        expected  a whole number of PINs, 1 or more
        do        write 1 or more"
    `);
  });

  it('refuses a desired level beside an order quantity', () => {
    expect(messages(change(SOUND, 'desiredLevel: 20', 'desiredLevel: 20, orderQuantity: 10')))
      .toMatchInlineSnapshot(`
      "test.yaml:16:65  error  servers[0].stock.blue.orderQuantity
        found     10 beside desiredLevel: 20
        expected  either desiredLevel or orderQuantity
        do        remove orderQuantity to order up to the desired level, or desiredLevel to order a fixed quantity"
    `);
  });

  it('refuses a limit of no outstanding orders at all', () => {
    expect(messages(change(SOUND, 'desiredLevel: 20', 'desiredLevel: 20, maxOutstandingOrders: 0')))
      .toMatchInlineSnapshot(`
      "test.yaml:16:72  error  servers[0].stock.blue.maxOutstandingOrders
        found     0
        expected  a whole number of orders, 1 or more
        do        write a whole number, 1 or more"
    `);
  });

  it('refuses a low watermark at the desired level', () => {
    expect(messages(change(SOUND, 'lowWatermark: 5, desiredLevel: 20', 'lowWatermark: 20, desiredLevel: 20')))
      .toMatchInlineSnapshot(`
      "test.yaml:16:29  error  servers[0].stock.blue.lowWatermark
        found     20
        expected  a low watermark below the desired level, which is 20
        do        lower lowWatermark or raise desiredLevel"
    `);
  });

  it('refuses a low watermark above the desired level of the hub', () => {
    expect(
      messages(change(SOUND, 'lowWatermark: 50, desiredLevel: 90', 'lowWatermark: 95, desiredLevel: 90')),
    ).toMatchInlineSnapshot(`
      "test.yaml:9:26  error  hub.stock.red.lowWatermark
        found     95
        expected  a low watermark below the desired level, which is 90
        do        lower lowWatermark or raise desiredLevel"
    `);
  });

  it('refuses a high watermark below the low one', () => {
    expect(messages(change(SOUND, 'highWatermark: 40', 'highWatermark: 9'))).toMatchInlineSnapshot(`
      "test.yaml:20:65  error  servers[1].stock.red.highWatermark
        found     9
        expected  a high watermark at or above the low watermark, which is 10
        do        raise highWatermark, or remove it if nothing may be recalled"
    `);
  });

  it('refuses a word that is none of the known ones', () => {
    expect(messages(change(SOUND, '  - name: south', '  - name: south\n    unmet: backorders')))
      .toMatchInlineSnapshot(`
        "test.yaml:18:12  error  servers[1].unmet
          found     "backorders"
          expected  lost, backorder, fetch or transfer
          do        write backorder"
      `);
  });

  it('refuses a server without varieties', () => {
    expect(
      messages(
        change(
          SOUND,
          '    stock:\n      red: { lowWatermark: 10, desiredLevel: 30, highWatermark: 40, demandPerHour: 1 }\n',
          '    stock: {}\n',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:19:12  error  servers[1].stock
        found     an empty map
        expected  the varieties that the server sells: a map of stock levels by variety, or a list of varieties
        do        give the server at least one variety under stock"
    `);
  });

  it('refuses a server without stock', () => {
    expect(
      messages(
        change(
          SOUND,
          '    stock:\n      red: { lowWatermark: 10, desiredLevel: 30, highWatermark: 40, demandPerHour: 1 }\n',
          '',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:17:5  error  servers[1].stock
        found     nothing
        expected  the varieties that the server sells: a map of stock levels by variety, or a list of varieties
        do        give the server at least one variety under stock"
    `);
  });

  it('refuses a server with an empty list of varieties', () => {
    expect(messages(change(COUNTED, 'stock: [red, blue]', 'stock: []'))).toMatchInlineSnapshot(`
      "test.yaml:15:12  error  servers[0].stock
        found     an empty list
        expected  the varieties that the server sells: a map of stock levels by variety, or a list of varieties
        do        give the server at least one variety under stock"
    `);
  });

  it('refuses a server without a name', () => {
    expect(messages(change(SOUND, '  - name: south\n    leadTime: 24 h', '  - leadTime: 24 h')))
      .toMatchInlineSnapshot(`
      "test.yaml:17:5  error  servers[1].name
        found     neither
        expected  either name or names
        do        give the server a name"
    `);
  });

  it('refuses a server with both name and names', () => {
    expect(messages(change(SOUND, '  - name: south', '  - name: south\n    names: [s1, s2]')))
      .toMatchInlineSnapshot(`
      "test.yaml:18:12  error  servers[1].names
        found     both
        expected  either name or names
        do        keep one of the two"
    `);
  });

  it('refuses a name with a slash', () => {
    expect(messages(change(SOUND, 'name: south', 'name: north/south'))).toMatchInlineSnapshot(`
      "test.yaml:17:11  error  servers[1].name
        found     "north/south"
        expected  the name of a server: letters, digits, -, _ and ., with at most one range of numbers such as s{01..20}
        do        write a name such as north, or a range whose first number is not above its last"
    `);
  });

  it('refuses a range of servers that counts down', () => {
    expect(messages(change(SOUND, 'name: south', 'name: s{20..01}'))).toMatchInlineSnapshot(`
      "test.yaml:17:11  error  servers[1].name
        found     "s{20..01}"
        expected  the name of a server: letters, digits, -, _ and ., with at most one range of numbers such as s{01..20}
        do        write a name such as north, or a range whose first number is not above its last"
    `);
  });

  it('refuses a name that YAML reads as a number', () => {
    expect(messages(change(SOUND, 'name: south', 'name: 7'))).toMatchInlineSnapshot(`
      "test.yaml:17:11  error  servers[1].name
        found     7
        expected  the name of a server
        do        write a name, in quotes if it is a number"
    `);
  });

  it('refuses a variety whose name has a space', () => {
    expect(messages(change(SOUND, '[red, blue]', '[red, blue, light green]'))).toMatchInlineSnapshot(`
      "test.yaml:3:24  error  varieties[2]
        found     "light green"
        expected  the name of a variety: letters, digits, -, _ and ., with at most one range of numbers such as v{01..20}
        do        write a name such as day-pass, or a range whose first number is not above its last"
    `);
  });

  it('refuses a day that the calendar does not have', () => {
    expect(messages(change(COUNTED, 'starts: 2015-01-03', 'starts: 2015-02-29'))).toMatchInlineSnapshot(`
      "test.yaml:2:9  error  starts
        found     "2015-02-29"
        expected  a day that the calendar has, such as 2015-01-01
        do        write year, month and day"
    `);
  });

  it('refuses a scenario without servers', () => {
    expect(messages(SOUND.slice(0, SOUND.indexOf('servers:')) + 'servers: []\n')).toMatchInlineSnapshot(`
      "test.yaml:11:10  error  servers
        found     an empty list
        expected  at least one server
        do        name a server that sells PINs"
    `);
  });

  it('refuses servers that are not a list', () => {
    expect(messages(SOUND.slice(0, SOUND.indexOf('servers:')) + 'servers: north\n')).toMatchInlineSnapshot(`
      "test.yaml:11:10  error  servers
        found     "north"
        expected  a list of servers
        do        write - name: and so on for each"
    `);
  });

  it('refuses a hub with neither supply nor stock', () => {
    expect(messages(change(COUNTED, '  supply: unlimited', '  shipping: partial'))).toMatchInlineSnapshot(`
      "test.yaml:10:1  error  hub.supply
        found     neither
        expected  either supply: unlimited or stock
        do        write supply: unlimited, or give the levels of each variety under stock"
    `);
  });

  it('refuses a hub with both supply and stock', () => {
    expect(messages(change(SOUND, 'hub:\n', 'hub:\n  supply: unlimited\n'))).toMatchInlineSnapshot(`
      "test.yaml:10:5  error  hub.stock
        found     both
        expected  either supply: unlimited or stock
        do        keep one of the two"
    `);
  });

  it('refuses a number of terminals that is not one', () => {
    expect(messages(change(SOUND, '  - name: south', '  - name: south\n    terminals: many')))
      .toMatchInlineSnapshot(`
      "test.yaml:18:16  error  servers[1].terminals
        found     "many"
        expected  a number of terminals, a list of their names, or a map with count and latency
        do        write a whole number such as 2"
    `);
  });

  it('refuses a terminal count of zero in a map', () => {
    expect(
      messages(
        change(SOUND, '  - name: south', '  - name: south\n    terminals: { count: 0, latency: 1 s }'),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:18:25  error  servers[1].terminals.count
        found     0
        expected  a whole number of terminals, 1 or more
        do        write a whole number, 1 or more"
    `);
  });
});

describe('A duration', () => {
  it('refuses a unit that nobody knows', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: 24 parsecs'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     "24 parsecs"
        expected  a number and a unit: ms, s, min, h, d or w
        do        write it like 24 h, 90 min or 1.5 d"
    `);
  });

  it('refuses a unit written out', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: 24 hours'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     "24 hours"
        expected  a number and a unit: ms, s, min, h, d or w
        do        write 24 h"
    `);
  });

  it('refuses a duration without a unit', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: 24'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     24
        expected  a number and a unit: ms, s, min, h, d or w; or a map with a distribution
        do        write a number and a unit, such as 24 h"
    `);
  });

  it('refuses a negative duration', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: -24 h'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     "-24 h"
        expected  a duration that is not negative, without a sign
        do        write 24 h"
    `);
  });

  it('refuses a lead time of zero', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: 0 h'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     "0 h"
        expected  a duration above zero
        do        write how long it takes, such as 24 h"
    `);
  });

  it('refuses a duration that is no duration', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: soon'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     "soon"
        expected  a number and a unit: ms, s, min, h, d or w
        do        write it like 24 h, 90 min or 1.5 d"
    `);
  });

  it('refuses a duration past what the clock can count', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: 9999999 d'))).toMatchInlineSnapshot(`
      "test.yaml:6:15  error  suppliers[0].leadTime
        found     "9999999 d"
        expected  at most 285 years
        do        write a shorter duration"
    `);
  });

  it('refuses a distribution that nobody knows', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: gamma, mean: 24 h }')))
      .toMatchInlineSnapshot(`
      "test.yaml:6:31  error  suppliers[0].leadTime.distribution
        found     "gamma"
        expected  one of constant, exponential, uniform, erlang, lognormal, hyperexponential, one at a time
        do        name the distribution, such as distribution: exponential"
    `);
  });

  it('refuses a mean of zero', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: exponential, mean: 0 h }')))
      .toMatchInlineSnapshot(`
      "test.yaml:6:50  error  suppliers[0].leadTime.mean
        found     "0 h"
        expected  a duration above zero
        do        write how long it takes, such as 24 h"
    `);
  });

  it('refuses a negative mean', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: exponential, mean: -24 h }')))
      .toMatchInlineSnapshot(`
      "test.yaml:6:50  error  suppliers[0].leadTime.mean
        found     "-24 h"
        expected  a duration that is not negative, without a sign
        do        write 24 h"
    `);
  });

  it('refuses a mean that is missing', () => {
    expect(messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: exponential }')))
      .toMatchInlineSnapshot(`
      "test.yaml:6:5  error  suppliers[0].leadTime.mean
        found     nothing
        expected  a number and a unit: ms, s, min, h, d or w
        do        write a number and a unit, such as 24 h"
    `);
  });

  it('refuses a uniform duration that ends before it begins', () => {
    expect(
      messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: uniform, from: 48 h, to: 24 h }')),
    ).toMatchInlineSnapshot(`
      "test.yaml:6:56  error  suppliers[0].leadTime.to
        found     "24 h"
        expected  a duration above from, which is 48 h
        do        make to longer, or from shorter"
    `);
  });

  it('refuses an Erlang shape that is not whole', () => {
    expect(
      messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: erlang, mean: 24 h, shape: 2.5 }')),
    ).toMatchInlineSnapshot(`
      "test.yaml:6:58  error  suppliers[0].leadTime.shape
        found     2.5
        expected  a whole number of phases, 1 or more
        do        write a whole number, 1 or more"
    `);
  });

  it('refuses an Erlang shape of zero', () => {
    expect(
      messages(change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: erlang, mean: 24 h, shape: 0 }')),
    ).toMatchInlineSnapshot(`
      "test.yaml:6:58  error  suppliers[0].leadTime.shape
        found     0
        expected  a whole number of phases, 1 or more
        do        write a whole number, 1 or more"
    `);
  });

  it('refuses a coefficient of variation of zero', () => {
    expect(
      messages(
        change(
          SOUND,
          'leadTime: 72 h',
          'leadTime: { distribution: lognormal, mean: 24 h, coefficientOfVariation: 0 }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:6:78  error  suppliers[0].leadTime.coefficientOfVariation
        found     0
        expected  a number above 0
        do        write standard deviation / mean, such as 0.5"
    `);
  });

  it('refuses a parameter of another distribution', () => {
    expect(
      messages(
        change(SOUND, 'leadTime: 72 h', 'leadTime: { distribution: exponential, mean: 24 h, shape: 2 }'),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:6:56  error  suppliers[0].leadTime.shape
        found     the unknown key "shape"
        expected  one of distribution, mean
        do        remove it"
    `);
  });
});

describe('A network that does not hold together', () => {
  it('refuses two varieties of one name', () => {
    expect(messages(change(SOUND, '[red, blue]', '[red, blue, red]'))).toMatchInlineSnapshot(`
      "test.yaml:3:24  error  varieties[2]
        found     the name "red", which another variety has
        expected  each variety once
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses a variety twice in the list of a server', () => {
    expect(messages(change(COUNTED, 'stock: [red, blue]', 'stock: [red, blue, red]'))).toMatchInlineSnapshot(`
      "test.yaml:15:24  error  servers[0].stock[2]
        found     the name "red", which another variety has
        expected  each variety once
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses two servers of one name', () => {
    expect(messages(change(SOUND, 'name: south', 'name: north'))).toMatchInlineSnapshot(`
      "test.yaml:17:11  error  servers[1].name
        found     the name "north", which another server has
        expected  a name that nothing else in the network has
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses a server that a range has already named', () => {
    expect(messages(change(SOUND, 'name: south', 'names: [s2, "s{1..3}"]'))).toMatchInlineSnapshot(`
      "test.yaml:17:17  error  servers[1].names[1]
        found     the name "s2", which another server has
        expected  a name that nothing else in the network has
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses a server named like the hub', () => {
    expect(messages(change(SOUND, 'name: south', 'name: hub'))).toMatchInlineSnapshot(`
      "test.yaml:17:11  error  servers[1].name
        found     the name "hub", which the hub has
        expected  a name that nothing else in the network has
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses a supplier named like a server', () => {
    expect(messages(change(SOUND, 'name: printer', 'name: south'))).toMatchInlineSnapshot(`
      "test.yaml:17:11  error  servers[1].name
        found     the name "south", which the supplier has
        expected  a name that nothing else in the network has
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses two terminals of one name', () => {
    expect(messages(change(SOUND, '  - name: south', '  - name: south\n    terminals: [till, door, till]')))
      .toMatchInlineSnapshot(`
      "test.yaml:18:29  error  servers[1].terminals[2]
        found     the name "south:till", which another terminal has
        expected  a name that nothing else in the network has
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses a key that is there twice', () => {
    expect(messages(change(SOUND, '  - name: south', '  - name: south\n    name: south')))
      .toMatchInlineSnapshot(`
      "test.yaml:18:5  error
        found     a second "name"
        expected  each key once
        do        remove or rename one of the two"
    `);
  });

  it('refuses an unknown variety in a server’s stock', () => {
    expect(
      messages(
        change(
          SOUND,
          '      red: { lowWatermark: 10, desiredLevel: 30, highWatermark',
          '      rad: { lowWatermark: 10, desiredLevel: 30, highWatermark',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:20:7  error  servers[1].stock.rad
        found     the unknown variety "rad"
        expected  one of red, blue
        do        write red"
    `);
  });

  it('refuses an unknown variety in the hub’s stock', () => {
    expect(messages(change(SOUND, '    blue: unlimited', '    blue: unlimited\n    green: unlimited')))
      .toMatchInlineSnapshot(`
      "test.yaml:11:5  error  hub.stock.green
        found     the unknown variety "green"
        expected  one of red, blue
        do        add it to varieties, or name another"
    `);
  });

  it('refuses a variety that no hub supplies', () => {
    expect(messages(change(SOUND, '    blue: unlimited\n', ''))).toMatchInlineSnapshot(`
      "test.yaml:8:3  error  hub.stock
        found     nothing for blue
        expected  a stock of every variety, or no server could ever get it
        do        add blue: with its levels, or blue: unlimited"
    `);
  });

  it('refuses an unknown supplier', () => {
    expect(messages(change(SOUND, '{ lowWatermark: 50', '{ supplier: prnter, lowWatermark: 50')))
      .toMatchInlineSnapshot(`
      "test.yaml:9:22  error  hub.stock.red.supplier
        found     the unknown supplier "prnter"
        expected  one of printer
        do        write printer"
    `);
  });

  it('refuses a hub stock whose supplier could be one of two', () => {
    expect(messages(change(SOUND, 'suppliers:', 'suppliers:\n  - name: press\n    leadTime: 1 d')))
      .toMatchInlineSnapshot(`
      "test.yaml:11:5  error  hub.stock.red.supplier
        found     no supplier
        expected  one of press, printer
        do        write supplier: and its name"
    `);
  });

  it('refuses a hub stock without any supplier', () => {
    expect(messages(change(SOUND, 'suppliers:\n  - name: printer\n    leadTime: 72 h\n', '')))
      .toMatchInlineSnapshot(`
      "test.yaml:6:5  error  hub.stock.red.supplier
        found     no supplier
        expected  a supplier, but the file has none
        do        add one under suppliers, or write unlimited here"
    `);
  });

  it('refuses levels that are missing where no rule sets them', () => {
    expect(
      messages(
        change(SOUND, '{ lowWatermark: 5, desiredLevel: 20, demandPerHour: 0.5 }', '{ demandPerHour: 0.5 }'),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:16:7  error  servers[0].stock.blue.lowWatermark
        found     nothing
        expected  a low watermark
        do        write lowWatermark: and a whole number of PINs

      test.yaml:16:7  error  servers[0].stock.blue.desiredLevel
        found     nothing
        expected  a desired level, or an order quantity
        do        write desiredLevel: and a whole number of PINs"
    `);
  });

  it('refuses a list of varieties where no rule sets their levels', () => {
    expect(
      messages(
        change(
          SOUND,
          '    stock:\n      red: { lowWatermark: 10, desiredLevel: 30, highWatermark: 40, demandPerHour: 1 }\n',
          '    stock: [red]\n',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:19:13  error  servers[1].stock[0].lowWatermark
        found     nothing
        expected  a low watermark
        do        write lowWatermark: and a whole number of PINs

      test.yaml:19:13  error  servers[1].stock[0].desiredLevel
        found     nothing
        expected  a desired level, or an order quantity
        do        write desiredLevel: and a whole number of PINs"
    `);
  });

  it('refuses a scenario that says neither until nor sales', () => {
    expect(messages(change(SOUND, 'until: 30 d\n', ''))).toMatchInlineSnapshot(`
      "test.yaml:1:1  error  until
        found     neither until nor sales
        expected  when the run ends
        do        write until: 30 d, or sales: 100000, or both"
    `);
  });

  it('refuses a network without customers', () => {
    expect(
      messages(
        SOUND.slice(0, SOUND.indexOf('servers:')) +
          'servers:\n  - name: north\n    leadTime: 24 h\n    stock:\n      red: { lowWatermark: 1, desiredLevel: 2 }\n',
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:11:1  error  servers
        found     no customers at any server
        expected  some demand
        do        write demandPerHour: beside the levels of a variety, or demand: with counts

      test.yaml:3:18  warning  varieties[1]
        found     blue, which no server stocks
        expected  a variety that some server sells
        do        add it to the stock of a server, or remove it"
    `);
  });
});
