use uuid::Uuid;

use super::*;
use crate::ids::RegisterId;
use crate::sync::wire::Quarantined;

fn hash(text: &str) -> Hash256 {
    Hash256::of(&[text.as_bytes()])
}

fn answer(seq: u64, text: &str) -> Input {
    let register = RegisterId::new(Uuid::nil());
    let (hash, server_time) = (hash(text), Timestamp(0));
    let anchor = Anchor { register, seq, hash, server_time, mac: String::new() };
    Input::Pushed(PushAnswer { anchor, quarantined: Vec::new() })
}

/// Feeds inputs a second apart and returns the words of the last effects.
fn run(machine: &mut Machine, now: &mut i64, inputs: Vec<Input>) -> Vec<String> {
    let mut last = Vec::new();
    for input in inputs {
        last = machine.step(input, Timestamp(*now), 0).iter().map(word).collect();
        *now += 1000;
    }
    last
}

fn word(effect: &Effect) -> String {
    match effect {
        Effect::Authenticate => "authenticate".into(),
        Effect::Push { from } => format!("push {from}"),
        Effect::Acknowledge(anchor) => format!("acknowledge {}", anchor.seq),
        Effect::Pull => "pull".into(),
        Effect::WakeAt(_) => "wait".into(),
    }
}

fn connected(tail: u64, acked: u64) -> (Machine, i64) {
    let mut machine = Machine::new(tail, acked, hash("acked"));
    let mut now = 0;
    run(&mut machine, &mut now, vec![Input::Tick, Input::Authenticated]);
    (machine, now)
}

#[test]
fn a_register_signs_in_pushes_and_then_pulls() {
    let mut machine = Machine::new(3, 0, hash("acked"));
    let mut now = 0;
    let mut step = |input| run(&mut machine, &mut now, vec![input]);
    assert_eq!(step(Input::Tick), ["authenticate"]);
    assert!(step(Input::Tick).is_empty(), "one request at a time");
    assert_eq!(step(Input::Authenticated), ["push 1"]);
    assert_eq!(step(answer(2, "2")), ["acknowledge 2", "push 3"]);
    assert_eq!(step(answer(3, "3")), ["acknowledge 3", "pull"]);
    assert_eq!(step(Input::Pulled), ["wait"]);
    assert_eq!(step(Input::Appended { tail: 4 }), ["push 4"]);
}

#[test]
fn without_a_network_nothing_is_tried_and_everything_waits() {
    let (mut machine, mut now) = connected(5, 2);
    let failed = vec![Input::Failed(Failure::Network)];
    assert_eq!(run(&mut machine, &mut now, failed), ["wait"]);
    assert_eq!(machine.status(), Status { link: Link::Offline, waiting: 3, problem: None });
    assert!(run(&mut machine, &mut now, vec![Input::Offline, Input::Tick]).is_empty());
    assert_eq!(run(&mut machine, &mut now, vec![Input::Online]), ["push 3"]);
}

#[test]
fn waits_grow_to_a_minute_and_no_further() {
    let mut machine = Machine::new(1, 0, hash("acked"));
    let mut now = 0;
    let mut waits = Vec::new();
    machine.step(Input::Tick, Timestamp(now), 0);
    for _ in 0..10 {
        let failed = Input::Failed(Failure::Network);
        let effects = machine.step(failed, Timestamp(now), u32::MAX);
        let [Effect::WakeAt(at)] = effects.as_slice() else { panic!("{effects:?}") };
        waits.push(at.0 - now);
        now = at.0;
        assert_eq!(machine.step(Input::Tick, Timestamp(now), 0), [Effect::Authenticate]);
    }
    assert!(waits.is_sorted_by(|a, b| *a <= *b * 2), "{waits:?}");
    assert!(waits.iter().all(|wait| (500..=60_000).contains(wait)), "{waits:?}");
}

#[test]
fn an_expired_token_is_replaced_at_once_and_a_refused_one_is_not() {
    let (mut machine, mut now) = connected(1, 0);
    let refused = || Input::Failed(Failure::Unauthorized);
    assert_eq!(run(&mut machine, &mut now, vec![refused()]), ["authenticate"]);
    assert_eq!(run(&mut machine, &mut now, vec![refused()]), ["wait"]);
}

#[test]
fn a_hint_asks_for_a_pull_and_one_that_comes_while_pulling_for_another() {
    let (mut machine, mut now) = connected(0, 0);
    let mut step = |input| run(&mut machine, &mut now, vec![input]);
    assert_eq!(step(Input::Pulled), ["wait"]);
    assert_eq!(step(Input::Hinted), ["pull"]);
    assert!(step(Input::Hinted).is_empty(), "one request at a time");
    assert_eq!(step(Input::Pulled), ["pull"]);
    assert_eq!(step(Input::Failed(Failure::Network)), ["wait"]);
    now += 60_000;
    let mut step = |input| run(&mut machine, &mut now, vec![input]);
    assert_eq!(step(Input::Tick), ["pull"], "what failed is tried again");
    assert_eq!(step(Input::Pulled), ["wait"]);
}

#[test]
fn a_server_that_lost_entries_gets_them_again() {
    let (mut machine, mut now) = connected(5, 4);
    assert_eq!(run(&mut machine, &mut now, vec![answer(2, "2")]), ["wait"]);
    now += 60_000;
    assert_eq!(run(&mut machine, &mut now, vec![Input::Tick]), ["push 3"]);
    let whole = run(&mut machine, &mut now, vec![answer(5, "5")]);
    assert_eq!(whole, ["acknowledge 5", "pull"]);
}

#[test]
fn another_chain_on_the_server_stops_pushing_and_is_shown() {
    for fork in [answer(4, "other"), answer(9, "ahead")] {
        let (mut machine, mut now) = connected(5, 4);
        assert_eq!(run(&mut machine, &mut now, vec![fork]), ["wait"]);
        assert!(matches!(machine.status().problem, Some(Problem::Fork { .. })));
        now += 60_000;
        assert_eq!(run(&mut machine, &mut now, vec![Input::Tick]), ["pull"]);
    }
}

#[test]
fn what_the_server_set_aside_is_shown_and_tried_again_later() {
    let (mut machine, mut now) = connected(5, 4);
    let Input::Pushed(mut pushed) = answer(4, "acked") else { panic!() };
    let code = "journal.signature".to_owned();
    pushed.quarantined.push(Quarantined { seq: 5, hash: hash("5"), code, message: String::new() });
    let last = run(&mut machine, &mut now, vec![Input::Pushed(pushed)]);
    assert_eq!(last, ["acknowledge 4", "wait"]);
    assert!(matches!(machine.status().problem, Some(Problem::Quarantined { seq: 5, .. })));
    assert_eq!(run(&mut machine, &mut now, vec![Input::Retry]), ["push 5"]);
}

#[test]
fn an_acknowledgement_that_could_not_be_written_is_tried_again() {
    let (mut machine, mut now) = connected(1, 0);
    let effects = machine.step(answer(1, "1"), Timestamp(now), 0);
    let Effect::Acknowledge(anchor) = effects[0].clone() else { panic!("{effects:?}") };
    assert!(run(&mut machine, &mut now, vec![Input::NotSaved(anchor)]).is_empty());
    assert_eq!(run(&mut machine, &mut now, vec![Input::Tick]), ["acknowledge 1"]);
    assert!(run(&mut machine, &mut now, vec![Input::Tick]).is_empty());
}

#[test]
fn a_register_that_sells_nothing_finds_out_that_the_server_was_put_back() {
    let (mut machine, mut now) = connected(5, 5);
    let Input::Pushed(pushed) = answer(3, "3") else { panic!() };
    let last = run(&mut machine, &mut now, vec![Input::Anchored(pushed.anchor), Input::Pulled]);
    assert_eq!(last, ["push 4"]);
}

#[test]
fn a_clock_that_jumped_back_does_not_put_off_the_next_pull() {
    let (mut machine, mut now) = connected(0, 0);
    assert_eq!(run(&mut machine, &mut now, vec![Input::Pulled]), ["wait"]);
    now -= 86_400_000;
    assert_eq!(run(&mut machine, &mut now, vec![Input::Tick]), ["pull"]);
}

#[test]
fn a_device_that_was_put_back_stops_when_it_meets_its_other_self() {
    // It was put back to entry 5, sold up to 9, and the server still has the first 6 to 8.
    let (mut machine, mut now) = connected(9, 5);
    let effects = machine.step(answer(8, "other 8"), Timestamp(now), 0);
    let Effect::Acknowledge(anchor) = effects[0].clone() else { panic!("{effects:?}") };
    run(&mut machine, &mut now, vec![Input::NotOurs(anchor)]);
    let status = machine.status();
    assert_eq!((status.waiting, status.problem), (4, Some(Problem::Fork { seq: 8 })));
    now += 60_000;
    run(&mut machine, &mut now, vec![Input::Tick, Input::Failed(Failure::Network), Input::Retry]);
    assert_eq!(machine.status().problem, Some(Problem::Fork { seq: 8 }), "it stays in sight");
}
