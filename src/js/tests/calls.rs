//! Calls that suspend: the promise is open until the world answers.

use super::*;

/// Asks a service through the prelude, as the SDK's shims do.
const ASK: &str = "const ask = (operation, input) => __coldstart.call('orders', operation, JSON.stringify(input ?? {})).then(JSON.parse);\n";

fn ready(source: &str) -> Sandbox {
    let mut sandbox = Sandbox::new(asked(Package::single("index.mjs", format!("{ASK}{source}")))).expect("a sandbox");
    let turn = sandbox.init(Moment::START, Moment(10_000_000));
    assert_eq!(turn.wait, Wait::Over(Outcome::Ready), "{:?}", turn.printed);
    sandbox
}

fn invoke(sandbox: &mut Sandbox, now: Moment) -> Turn {
    sandbox.invoke(now, now + Span::from_secs(3), "{}", CONTEXT)
}

fn output(ticket: u32, text: &str) -> Answer {
    Answer { ticket, result: Ok(text.to_owned()) }
}

#[test]
fn a_call_suspends_until_its_answer_comes() {
    let mut sandbox = ready("export const handler = async () => (await ask('Get', { id: 7 })).name;");
    let turn = invoke(&mut sandbox, Moment(1_000_000));
    assert_eq!(turn.wait, Wait::Calls);
    let call = &turn.calls[0];
    assert_eq!((call.ticket, call.service.as_str(), call.operation.as_str()), (1, "orders", "Get"));
    assert_eq!(call.input, r#"{"id":7}"#);
    assert!(call.at > Moment(1_000_000) && call.at <= Moment(1_000_000) + turn.computed, "{:?}", call.at);
    let turn = sandbox.resume(Moment(1_010_000), &[output(1, r#"{"name":"Ada"}"#)]);
    assert_eq!(turn.wait, Wait::Over(Outcome::Returned(r#""Ada""#.into())));
    assert_eq!(turn.calls, []);
}

#[test]
fn calls_are_open_together_and_answered_in_any_order() {
    let mut sandbox = ready(
        "export const handler = async () => { const order = []; const note = async (n) => { order.push(await ask('Get', n)); };
         await Promise.all([note(1), note(2), note(3)]); return order; };",
    );
    let turn = invoke(&mut sandbox, Moment(0));
    assert_eq!(turn.calls.iter().map(|call| call.input.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(sandbox.resume(Moment(5_000), &[output(3, "\"c\"")]).wait, Wait::Calls);
    let turn = sandbox.resume(Moment(6_000), &[output(1, "\"a\""), output(2, "\"b\""), output(99, "\"nobody's\"")]);
    assert_eq!(turn.wait, Wait::Over(Outcome::Returned(r#"["c","a","b"]"#.into())));
}

#[test]
fn a_timer_may_be_due_before_the_answer() {
    let mut sandbox = ready(
        "export const handler = async () => Promise.race([ask('Slow'), new Promise((done) => setTimeout(done, 50, 'gave up'))]);",
    );
    let turn = invoke(&mut sandbox, Moment(0));
    let Wait::Until(due) = turn.wait else { panic!("{:?}", turn.wait) };
    let turn = sandbox.resume(due, &[]);
    assert_eq!(turn.wait, Wait::Over(Outcome::Returned(r#""gave up""#.into())));
    // The answer that came while the process was frozen is found at the next invocation, and nobody waits for it.
    let turn = invoke(&mut sandbox, Moment(1_000_000));
    assert_eq!(turn.calls[0].ticket, 2);
    assert!(matches!(sandbox.resume(Moment(1_001_000), &[output(1, "1")]).wait, Wait::Until(_)));
}

#[test]
fn a_refusal_is_an_exception_with_its_members() {
    let mut sandbox = ready(
        "export const handler = async () => { try { await ask('Put'); } catch (refused) { return [refused.name, refused.status, refused.clientFault]; } };",
    );
    invoke(&mut sandbox, Moment(0));
    let refused = CallError::client("ConditionalCheckFailedException", 400, "The conditional request failed");
    let turn = sandbox.resume(Moment(5_000), &[Answer { ticket: 1, result: Err(refused) }]);
    let expected = r#"["ConditionalCheckFailedException",400,true]"#;
    assert_eq!(turn.wait, Wait::Over(Outcome::Returned(expected.into())));
}

#[test]
fn there_is_a_most_that_may_be_open() {
    let mut ask = asked(Package::single(
        "index.mjs",
        format!("{ASK}export const handler = async () => Promise.all(Array.from({{ length: 11 }}, () => ask('Get')));"),
    ));
    ask.limits.calls = 10;
    let mut sandbox = Sandbox::new(ask).unwrap();
    sandbox.init(Moment::START, Moment(10_000_000));
    let turn = invoke(&mut sandbox, Moment(0));
    assert_eq!(turn.calls.len(), 10);
    let Wait::Over(outcome) = turn.wait else { panic!("{:?}", turn.wait) };
    assert_eq!(failure(outcome).error_message, "more than 10 calls are open at once");
}

#[test]
fn a_callback_handler_waits_for_its_calls_too() {
    let mut sandbox = ready(
        "export const handler = (event, context, callback) => { callback(null, 'early'); ask('Log').then(() => console.log('late')); };",
    );
    assert_eq!(invoke(&mut sandbox, Moment(0)).wait, Wait::Calls);
    let turn = sandbox.resume(Moment(5_000), &[output(1, "{}")]);
    assert_eq!(turn.printed[0].text, "late");
    assert_eq!(turn.wait, Wait::Over(Outcome::Returned(r#""early""#.into())));
}

/// What a handler that uses time, chance, calls and the log does, turn by turn.
fn history() -> Vec<Turn> {
    let source = "let n = 0; const boot = await ask('Boot');
export const handler = async (event) => {
  n += 1; console.log(boot, n, Date.now(), Math.random(), crypto.randomUUID());
  const [a, b] = await Promise.all([ask('A', { n }), ask('B', { n })]);
  for (let i = 0; i < 50000; i += 1) n += 0;
  await new Promise((done) => setTimeout(done, 20));
  if (n === 2) { const big = []; for (;;) big.push(new Array(1000).fill(n)); }
  return [a, b, performance.now()];
};";
    let mut sandbox = Sandbox::new(asked(Package::single("index.mjs", format!("{ASK}{source}")))).unwrap();
    let mut turns = vec![
        sandbox.init(Moment::START, Moment(10_000_000)),
        sandbox.resume(Moment(7_000), &[output(1, r#"{"ready":true}"#)]),
    ];
    for (start, ticket) in [(1_000_000, 2), (2_000_000, 4)] {
        turns.push(invoke(&mut sandbox, Moment(start)));
        turns.push(sandbox.resume(Moment(start + 10_000), &[output(ticket, "1")]));
        turns.push(sandbox.resume(Moment(start + 11_000), &[output(ticket + 1, "2")]));
        let Wait::Until(due) = turns.last().unwrap().wait else { panic!("{turns:?}") };
        turns.push(sandbox.resume(due, &[]));
    }
    turns
}

#[test]
fn the_same_inputs_give_the_same_turns() {
    let turns = history();
    assert_eq!(turns.last().unwrap().wait, Wait::Over(Outcome::OutOfMemory));
    assert_eq!(turns, history());
    let elsewhere = std::thread::spawn(history).join().expect("another thread");
    assert_eq!(turns, elsewhere, "and on another thread");
}

#[test]
fn a_process_may_be_dropped_at_any_point() {
    for stop in 0..4 {
        let mut sandbox = ready(
            "globalThis.kept = [ask, new Map([[{}, ask('Early')]])]; export const handler = async () => { await Promise.all([ask('A'), new Promise((done) => setTimeout(done, 5))]); Promise.reject(kept); };",
        );
        if stop > 0 {
            invoke(&mut sandbox, Moment(0));
        }
        if stop > 1 {
            sandbox.resume(Moment(1_000), &[output(2, "1")]);
        }
        if stop > 2 {
            sandbox.resume(Moment(1_000_000), &[]);
        }
        drop(sandbox);
    }
}

#[test]
fn a_process_can_move_to_another_thread() {
    fn can_move<T: Send>(_: &T) {}
    can_move(&ready("export const handler = async () => 1;"));
}
