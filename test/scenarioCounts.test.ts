import { describe, expect, it } from 'vitest';
import { change, COUNTED, COUNTS, messages, SOUND } from './scenarioFixtures.ts';

describe('Demand and levels from counts', () => {
  it('refuses shares that do not add to 100 %', () => {
    expect(messages(change(COUNTED, 'blue: 25 %', 'blue: 20 %'))).toMatchInlineSnapshot(`
      "test.yaml:9:16  error  demand.counts.varieties
        found     shares that add to 95 %
        expected  shares that add to 100 %
        do        change the shares"
    `);
  });

  it('refuses a share without its sign', () => {
    expect(messages(change(COUNTED, 'share: 50 %', 'share: 0.5'))).toMatchInlineSnapshot(`
      "test.yaml:8:12  error  demand.counts.share
        found     0.5
        expected  a percentage such as 2 %
        do        write a number and %"
    `);
  });

  it('refuses a share above 100 %', () => {
    expect(messages(change(COUNTED, 'share: 50 %', 'share: 150 %'))).toMatchInlineSnapshot(`
      "test.yaml:8:12  error  demand.counts.share
        found     "150 %"
        expected  a percentage from 0 % to 100 %
        do        write a number and %, such as 2 %"
    `);
  });

  it('refuses a unit of zero', () => {
    expect(messages(change(COUNTED, 'share: 50 %', 'unit: 0'))).toMatchInlineSnapshot(`
      "test.yaml:8:11  error  demand.counts.unit
        found     0
        expected  a number above 0
        do        write 1000 where the file counts in thousands"
    `);
  });

  it('refuses demand for a variety that a server does not stock', () => {
    expect(messages(change(COUNTED, 'stock: [red, blue]', 'stock: [red]'))).toMatchInlineSnapshot(`
      "test.yaml:9:29  error  demand.counts.varieties.blue
        found     demand for blue at north, which does not stock it
        expected  a variety that every server stocks
        do        add blue to the stock of north, south, or take it out of the mix

      test.yaml:4:18  warning  varieties[1]
        found     blue, which no server stocks
        expected  a variety that some server sells
        do        add it to the stock of a server, or remove it"
    `);
  });

  it('refuses demand for an unknown variety', () => {
    expect(messages(change(COUNTED, 'blue: 25 % }', 'bleu: 25 % }'))).toMatchInlineSnapshot(`
      "test.yaml:9:29  error  demand.counts.varieties.bleu
        found     the unknown variety "bleu"
        expected  one of red, blue
        do        write blue"
    `);
  });

  it('refuses a rate beside demand from counts', () => {
    expect(
      messages(
        change(COUNTED, 'stock: [red, blue]', 'stock:\n      red: { demandPerHour: 1 }\n      blue: {}'),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:16:29  error  servers[0].stock.red.demandPerHour
        found     a rate beside demand from counts
        expected  one source of demand
        do        remove demandPerHour, or counts"
    `);
  });

  it('refuses counts without a day to start', () => {
    expect(messages(change(COUNTED, 'starts: 2015-01-03\n', ''))).toMatchInlineSnapshot(`
      "test.yaml:1:1  error  starts
        found     nothing
        expected  the calendar day of the start, since the demand comes from a calendar
        do        write starts: and a day of the counts, such as 2015-01-01"
    `);
  });

  it('refuses a start of which the counts know nothing', () => {
    expect(messages(change(COUNTED, 'starts: 2015-01-03', 'starts: 2014-12-31'))).toMatchInlineSnapshot(`
      "test.yaml:2:9  error  starts
        found     2014-12-31, of which the counts know nothing
        expected  within the counts, which run from 2015-01-01 to 2015-01-04
        do        choose a time within them, or name a file that has more

      test.yaml:17:40  warning  stockRule.daysOfCover.to
        found     a window that reaches into the run
        expected  days before the start, 2014-12-31
        do        end the window earlier, or the levels know a future that no planner knows"
    `);
  });

  it('refuses a run that is longer than the counts', () => {
    expect(messages(change(COUNTED, 'until: 2 d', 'until: 3 d'))).toMatchInlineSnapshot(`
      "test.yaml:3:8  error  until
        found     a run until 2015-01-06, longer than the counts
        expected  within the counts, which run from 2015-01-01 to 2015-01-04
        do        choose a time within them, or name a file that has more"
    `);
  });

  it('refuses counts without the length of the run', () => {
    expect(messages(change(COUNTED, 'until: 2 d', 'sales: 100'))).toMatchInlineSnapshot(`
      "test.yaml:1:1  error  until
        found     nothing
        expected  the length of the run, since counts end somewhere
        do        write until: such as 365 d"
    `);
  });

  it('refuses a counts file that is not there', () => {
    expect(messages(COUNTED, null)).toMatchInlineSnapshot(`
      "test.yaml:7:11  error  demand.counts.file
        found     no such file
        expected  a file
        do        look for a slip in the path"
    `);
  });

  it('refuses a stock rule without counts', () => {
    expect(
      messages(
        change(
          change(
            COUNTED,
            'demand:\n  counts:\n    file: counts.csv\n    share: 50 %\n    varieties: { red: 75 %, blue: 25 % }\n',
            '',
          ),
          'stock: [red, blue]',
          'stock: { red: { demandPerHour: 1 } }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:11:1  error  stockRule
        found     a stock rule without counts
        expected  demand: with counts, whose past sets the levels
        do        add demand with counts, or give each server its own levels

      test.yaml:4:18  warning  varieties[1]
        found     blue, which no server stocks
        expected  a variety that some server sells
        do        add it to the stock of a server, or remove it"
    `);
  });

  it('refuses a stock rule that lacks a level', () => {
    expect(messages(change(COUNTED, ', desired: 3 d', ''))).toMatchInlineSnapshot(`
      "test.yaml:17:3  error  stockRule.daysOfCover.desired
        found     nothing
        expected  the cover up to which to order
        do        write desired: 4 d"
    `);
  });

  it('refuses a rule whose low cover is not below the desired one', () => {
    expect(messages(change(COUNTED, 'low: 1 d', 'low: 3 d'))).toMatchInlineSnapshot(`
      "test.yaml:17:57  error  stockRule.daysOfCover.low
        found     3 d
        expected  less cover than desired, which is 3 d
        do        lower low or raise desired"
    `);
  });

  it('refuses a window of days that ends before it begins', () => {
    expect(messages(change(COUNTED, 'from: 2015-01-01, to: 2015-01-02', 'from: 2015-01-02, to: 2015-01-01')))
      .toMatchInlineSnapshot(`
      "test.yaml:17:40  error  stockRule.daysOfCover.to
        found     2015-01-01
        expected  a day that is not before from, which is 2015-01-02
        do        exchange the two days"
    `);
  });

  it('refuses a window of which the counts know nothing', () => {
    expect(messages(change(COUNTED, 'from: 2015-01-01', 'from: 2014-01-01'))).toMatchInlineSnapshot(`
      "test.yaml:17:24  error  stockRule.daysOfCover.from
        found     2014-01-01
        expected  within the counts, which run from 2015-01-01 to 2015-01-04
        do        choose a time within them, or name a file that has more"
    `);
  });

  it('refuses days of cover without a stock rule', () => {
    expect(
      messages(change(SOUND, 'hub:', 'alternatives:\n  - name: more\n    daysOfCover: { low: 2 d }\nhub:')),
    ).toMatchInlineSnapshot(`
      "test.yaml:9:5  error  alternatives[0].daysOfCover
        found     days of cover without a stock rule
        expected  a stockRule that they change
        do        add stockRule: with daysOfCover and the days from and to"
    `);
  });

  it('refuses two alternatives of one name', () => {
    expect(messages(change(COUNTED, 'hub:', 'alternatives:\n  - name: more\n  - name: more\nhub:')))
      .toMatchInlineSnapshot(`
      "test.yaml:12:11  error  alternatives[1].name
        found     the name "more", which another alternative has
        expected  a name that no other alternative has
        do        rename one of the two, or remove it"
    `);
  });

  it('refuses an alternative whose desired cover is too low', () => {
    expect(
      messages(
        change(COUNTED, 'hub:', 'alternatives:\n  - name: less\n    daysOfCover: { desired: 12 h }\nhub:'),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:20:57  error  stockRule.daysOfCover.low
        found     1 d
        expected  less cover than desired, which is 12 h
        do        lower low or raise desired"
    `);
  });
});

describe('A counts file', () => {
  it('refuses a row out of order', () => {
    expect(
      messages(
        COUNTED,
        change(COUNTS, '2015-01-02,32,80\n2015-01-03,24,0\n', '2015-01-03,24,0\n2015-01-02,32,80\n'),
      ),
    ).toMatchInlineSnapshot(`
      "counts.csv:4:1  error  date
        found     2015-01-02
        expected  a date after 2015-01-03, that of the row before
        do        sort the rows by date"
    `);
  });

  it('refuses a row that is there twice', () => {
    expect(messages(COUNTED, change(COUNTS, '2015-01-02,32,80\n', '2015-01-02,32,80\n2015-01-02,32,80\n')))
      .toMatchInlineSnapshot(`
      "counts.csv:4:1  error  date
        found     2015-01-02
        expected  a date after 2015-01-02, that of the row before
        do        remove the duplicate"
    `);
  });

  it('refuses a gap', () => {
    expect(messages(COUNTED, change(COUNTS, '2015-01-02,32,80\n', ''))).toMatchInlineSnapshot(`
      "counts.csv:3:1  error  date
        found     2015-01-03
        expected  2015-01-02, 1 d after the row before
        do        add the missing rows, with 0 where nothing was counted"
    `);
  });

  it('refuses a date that the calendar does not have', () => {
    expect(messages(COUNTED, change(COUNTS, '2015-01-02', '2015-01-32'))).toMatchInlineSnapshot(`
      "counts.csv:3:1  error  date
        found     "2015-01-32"
        expected  a date that the calendar has
        do        write it as year-month-day, such as 2015-01-31"
    `);
  });

  it('refuses a cell that is not a number', () => {
    expect(messages(COUNTED, change(COUNTS, '48,8', '48,8;5'))).toMatchInlineSnapshot(`
      "counts.csv:5:15  error  2015-01-04 south
        found     "8;5"
        expected  a number, 0 or more
        do        write a number such as 12 or 0.587, with a point and without separators of thousands"
    `);
  });

  it('refuses a negative count', () => {
    expect(messages(COUNTED, change(COUNTS, '32,80', '-32,80'))).toMatchInlineSnapshot(`
      "counts.csv:3:12  error  2015-01-02 north
        found     "-32"
        expected  a number, 0 or more
        do        write a number such as 12 or 0.587, with a point and without separators of thousands"
    `);
  });

  it('refuses a count beyond all numbers', () => {
    const said = messages(COUNTED, change(COUNTS, '2015-01-03,24', '2015-01-03,1e400'));
    expect(said).toContain('counts.csv:4:12  error  2015-01-03 north');
    expect(said).toContain('found     "1e400"');
  });

  it('refuses an empty cell', () => {
    expect(messages(COUNTED, change(COUNTS, '32,80', ',80'))).toMatchInlineSnapshot(`
      "counts.csv:3:12  error  2015-01-02 north
        found     nothing
        expected  a number, 0 or more
        do        write a number such as 12 or 0.587, with a point and without separators of thousands"
    `);
  });

  it('refuses a row with too many cells', () => {
    expect(messages(COUNTED, change(COUNTS, '32,80', '32,80,7'))).toMatchInlineSnapshot(`
      "counts.csv:3:1  error  2015-01-02
        found     4 cells
        expected  3 cells, as in the header
        do        complete the row; write numbers without separators of thousands"
    `);
  });

  it('refuses a row with too few cells', () => {
    expect(messages(COUNTED, change(COUNTS, '32,80', '32'))).toMatchInlineSnapshot(`
      "counts.csv:3:1  error  2015-01-02
        found     2 cells
        expected  3 cells, as in the header
        do        complete the row; write numbers without separators of thousands"
    `);
  });

  it('refuses a column that is missing', () => {
    expect(messages(COUNTED, change(COUNTS, 'date,north,south', 'date,north,sooth'))).toMatchInlineSnapshot(`
      "counts.csv:1:1  error  south
        found     no column south
        expected  a column for each server of the scenario
        do        rename the column sooth, or the server"
    `);
  });

  it('refuses a column that is there twice', () => {
    const doubled = COUNTS.replaceAll(/,(\w+),(\w+)\n/g, ',$1,$2,$1\n');
    expect(messages(COUNTED, doubled)).toMatchInlineSnapshot(`
      "counts.csv:1:18  error  north
        found     a second column north
        expected  one column for each server
        do        remove or rename one"
    `);
  });

  it('refuses a header that does not begin with date', () => {
    expect(messages(COUNTED, change(COUNTS, 'date,', 'day,'))).toMatchInlineSnapshot(`
      "counts.csv:1:1  error  date
        found     "day"
        expected  a header such as date,north,south
        do        name the first column date"
    `);
  });

  it('refuses semicolons instead of commas', () => {
    expect(messages(COUNTED, 'date;north;south\n2015-01-01;1;2\n')).toMatchInlineSnapshot(`
      "counts.csv:1:1  error  date
        found     "date;north;south"
        expected  a header such as date,north,south
        do        save the file with commas between the cells"
    `);
  });

  it('refuses a header without rows', () => {
    expect(messages(COUNTED, 'date,north,south\n')).toMatchInlineSnapshot(`
      "counts.csv:1:1  error
        found     a header without rows
        expected  a row for each period
        do        add rows such as 2015-01-01,12,40"
    `);
  });

  it('refuses an empty data file', () => {
    expect(messages(COUNTED, '')).toMatchInlineSnapshot(`
      "counts.csv:1:1  error
        found     an empty file
        expected  a header and a row for each period
        do        fill the file, or name another"
    `);
  });
});

describe('A warning, with which a scenario still runs,', () => {
  it('warns of a high watermark below the desired level', () => {
    expect(messages(change(SOUND, 'highWatermark: 40', 'highWatermark: 20'))).toMatchInlineSnapshot(`
      "test.yaml:20:65  warning  servers[1].stock.red.highWatermark
        found     20
        expected  a high watermark at or above the desired level, which is 30
        do        raise highWatermark, unless the hub may recall what it has just delivered"
    `);
  });

  it('warns of a low watermark that stock never reaches where sales are lost', () => {
    expect(messages(change(SOUND, 'lowWatermark: 5,', 'lowWatermark: -5,'))).toMatchInlineSnapshot(`
      "test.yaml:16:29  warning  servers[0].stock.blue.lowWatermark
        found     -5
        expected  0 or more where unmet customers are lost, since stock never falls below 0 there
        do        raise lowWatermark, or write unmet: backorder; as it is, this stock is never filled again"
    `);
  });

  it('warns of a supplier of nothing', () => {
    expect(
      messages(
        change(
          change(SOUND, 'suppliers:', 'suppliers:\n  - name: press\n    leadTime: 1 d'),
          '{ lowWatermark: 50',
          '{ supplier: printer, lowWatermark: 50',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:5:11  warning  suppliers[0].name
        found     the supplier press, from whom the hub orders nothing
        expected  a supplier of something under hub.stock
        do        name it in hub.stock, or remove it"
    `);
  });

  it('warns of a variety that no server stocks', () => {
    expect(
      messages(
        change(
          change(SOUND, '[red, blue]', '[red, blue, green]'),
          '    blue: unlimited',
          '    blue: unlimited\n    green: unlimited',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "test.yaml:3:24  warning  varieties[2]
        found     green, which no server stocks
        expected  a variety that some server sells
        do        add it to the stock of a server, or remove it"
    `);
  });

  it('warns of a column that no server has', () => {
    expect(messages(change(COUNTED, 'names: [north, south]', 'names: [north]'))).toMatchInlineSnapshot(`
      "test.yaml:7:11  warning  demand.counts.file
        found     a column that no server has: south
        expected  a server for each column
        do        add a server of that name, if its customers belong to the network"
    `);
  });

  it('warns of a rule that looks into the run', () => {
    expect(messages(change(COUNTED, 'to: 2015-01-02', 'to: 2015-01-03'))).toMatchInlineSnapshot(`
      "test.yaml:17:40  warning  stockRule.daysOfCover.to
        found     a window that reaches into the run
        expected  days before the start, 2015-01-03
        do        end the window earlier, or the levels know a future that no planner knows"
    `);
  });
});
