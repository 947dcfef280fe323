//! What is said between a concern's sides alone.

use contract::partners::Event as Told;
use prost::Message;

use super::*;

const MATTER: &str = "The second instalment is late";

#[test]
fn what_its_sides_say_is_sealed_for_each_other() {
    let raised = raised_between();
    assert_eq!((raised.text.as_str(), opened(raised.sealed.as_ref())), ("", Some(MATTER.into())));
    let sealed = raised.sealed.clone().unwrap();
    assert_eq!((sealed.writer.as_str(), sealed.audience), (RAISER, vec![ABOUT.to_owned()]));
    let answered = between().by(ABOUT).when_knowing((answering(), key()), answer("In June"));
    let [Event::ConcernAnswered(answered)] = &answered.decision().unwrap()[..] else { panic!("an answer") };
    assert_eq!((answered.text.as_str(), opened(answered.sealed.as_ref())), ("", Some("In June".into())));
    assert_eq!(answered.sealed.as_ref().unwrap().audience, [RAISER]);
    let again = between().and(answered.clone()).by(ABOUT);
    again.when_knowing((answering(), key()), answer("In June")).then_nothing();
}

#[test]
fn a_mediator_reads_what_it_is_asked_and_the_members_what_they_are_asked() {
    let known = || (mediator(), key());
    let asked = between().by(RAISER).when_knowing(known(), escalate(Escalation::Mediator)).decision().unwrap();
    let [Event::ConcernEscalated(asked)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((asked.text.as_str(), opened(asked.sealed.as_ref())), ("", Some("Set a date".into())));
    assert_eq!(asked.sealed.as_ref().unwrap().audience, [ABOUT, "auditor"]);
    let again = between().and(asked.clone()).by(RAISER);
    again.when_knowing(known(), escalate(Escalation::Mediator)).then_nothing();
    let taken = || between().and(asked.clone()).by("auditor");
    let known = || (Answering { mediates_only: true, ..answering() }, key());
    let said = taken().when_knowing(known(), answer("Pay half now")).decision().unwrap();
    let [Event::ConcernMediated(said)] = &said[..] else { panic!("{said:?}") };
    assert_eq!((said.text.as_str(), opened(said.sealed.as_ref())), ("", Some("Pay half now".into())));
    assert_eq!(said.sealed.as_ref().unwrap().audience, [RAISER, ABOUT]);
    let again = between().and(asked.clone()).and(said.clone()).by("auditor");
    again.when_knowing(known(), answer("Pay half now")).then_nothing();
    let known = || (mediator(), key());
    let put = between().by(RAISER).when_knowing(known(), escalate(Escalation::Decision)).decision().unwrap();
    let [Event::ConcernEscalated(put)] = &put[..] else { panic!("{put:?}") };
    assert_eq!((put.text.as_str(), opened(put.sealed.as_ref())), ("", Some("Set a date".into())));
    assert!(put.sealed.as_ref().unwrap().audience.is_empty(), "all members read what they are asked");
}

#[test]
fn each_way_out_is_sealed_too_and_a_repeated_word_leads_to_nothing_new() {
    let resolved = between().by(RAISER).when_knowing(key(), confirm()).decision().unwrap();
    let reopened = between().and(resolved[0].clone()).by(RAISER).when_knowing(key(), reopen()).decision().unwrap();
    let taken_back = WithdrawConcern { text: "It came".into(), ..withdraw() };
    let withdrawn = between().by(RAISER).when_knowing(key(), taken_back).decision().unwrap();
    for (events, secret) in [(&resolved, "It is here"), (&reopened, "The third is late"), (&withdrawn, "It came")] {
        let bytes = Told { kind: Some(events[0].clone()) }.encode_to_vec();
        assert!(!bytes.windows(secret.len()).any(|it| it == secret.as_bytes()), "{events:?}");
    }
    let again = between().and(resolved[0].clone()).and(reopened[0].clone()).by(RAISER);
    again.when_knowing(key(), reopen()).then_nothing();
    let known = (company(), key());
    between().by(RAISER).when_knowing(known.clone(), raise_between()).then_nothing();
    let other = RaiseConcern { text: "Something else".into(), ..raise_between() };
    between().by(RAISER).when_knowing(known, other).then_rejected(Rejection::IdTaken);
}

#[test]
fn what_all_members_may_read_is_sealed_too_for_nobody_in_particular() {
    let Event::ConcernRaised(raised) =
        &nothing::<Concern>().by(RAISER).when_knowing((company(), key()), raise()).decision().unwrap()[0]
    else {
        panic!("a concern")
    };
    let sealed = raised.sealed.as_ref();
    assert_eq!((raised.text.as_str(), opened(sealed)), ("", Some(MATTER.into())));
    assert!(sealed.unwrap().audience.is_empty());
    // Nothing said, nothing to seal.
    open().by(RAISER).when_knowing(key(), withdraw()).then(withdrawn());
}

fn raise_between() -> RaiseConcern {
    RaiseConcern { audience: ConcernAudience::Sides.into(), ..raise() }
}

fn raised_between() -> ConcernRaised {
    let known = (company(), key());
    let decided = nothing::<Concern>().by(RAISER).when_knowing(known, raise_between()).decision().unwrap();
    let [Event::ConcernRaised(raised)] = &decided[..] else { panic!("{decided:?}") };
    raised.clone()
}

fn between() -> Scenario<Concern> {
    given::<Concern, Event>([raised_between().into()])
}
