//! Positions that nobody sees before the close.

use contract::partners::EndEligibility;
use kernel::{Context, seal::Key};
use partners::{
    proposal::{decisions::Speaking, rules},
    sealing::{self, SealingKey},
};

use super::*;

const KEY_ID: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000003";

#[test]
fn what_a_member_says_is_sealed_and_read_at_the_close() {
    let first = hidden().by("a").when_knowing(speaking(known()), take(Choice::Object)).decision().unwrap();
    let [Event::PositionTaken(position)] = &first[..] else { panic!("{first:?}") };
    assert_eq!((position.choice(), &*position.reason), (Choice::Unspecified, ""));
    let said: PositionTaken = sealing::open(&key(), position.sealed.as_ref().unwrap()).unwrap();
    assert_eq!((said.choice(), &*said.reason), (Choice::Object, "too far away"));
}

#[test]
fn the_last_to_speak_closes_it_and_nobody_before_however_sure_it_is() {
    let four = || spoken(&["a", "b", "c", "d"], Choice::Agree);
    let three = spoken(&["a", "b", "c"], Choice::Agree);
    let fourth = three.by("d").when_knowing(speaking(known()), take(Choice::Agree)).decision().unwrap();
    assert_eq!(fourth.len(), 1, "four of five agree, and that must not show");
    let last = four().by("e").when_knowing(speaking(known()), take(Choice::Object)).decision().unwrap();
    let [Event::PositionTaken(_), Event::PositionsReleased(it), Event::ProposalAdopted(adopted)] = &last[..] else {
        panic!("{last:?}")
    };
    assert_eq!((&*it.key_id, &*it.key), (KEY_ID, &key().bytes()[..]));
    assert_eq!((adopted.agreed, adopted.objected), (4, 1));
}

#[test]
fn at_the_deadline_what_was_said_is_released_and_counted() {
    let closed = spoken(&["a", "b", "c"], Choice::Object).at(deadline()).when_knowing(known(), close());
    let closed = closed.decision().unwrap();
    let [Event::PositionsReleased(_), Event::ProposalRejected(rejected)] = &closed[..] else { panic!("{closed:?}") };
    assert_eq!((rejected.agreed, rejected.objected), (0, 3));
}

#[test]
fn a_voice_that_ends_may_leave_none_to_wait_for() {
    let left = EndEligibility {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: "e".into(),
        why: "it has left".into(),
        ..Default::default()
    };
    let four = spoken(&["a", "b", "c", "d"], Choice::Agree).by_service("partners");
    let events = four.when_knowing(known(), left).decision().unwrap();
    assert!(
        matches!(
            &events[..],
            [Event::EligibilityEnded(_), Event::PositionsReleased(_), Event::ProposalAdopted(it)] if it.eligible == 4
        ),
        "{events:?}"
    );
}

#[test]
fn the_same_again_is_known_and_another_replaces_it() {
    spoken(&["a"], Choice::Agree).by("a").when_knowing(speaking(known()), take(Choice::Agree)).then_nothing();
    let anew =
        spoken(&["a"], Choice::Agree).by("a").when_knowing(speaking(known()), take(Choice::Object)).decision().unwrap();
    assert!(matches!(&anew[..], [Event::PositionTaken(_)]));
}

#[test]
fn without_its_key_nothing_is_sealed_and_nothing_decided() {
    let gone = || SealingKey { key: None, ..known() };
    hidden().by("a").when_knowing(speaking(gone()), take(Choice::Agree)).then_rejected(Rejection::KeyGone);
    let another = || SealingKey { key: Some(Key::new([8; 32])), ..known() };
    let spoken = || spoken(&["a", "b", "c"], Choice::Agree);
    for wrong in [gone, another] {
        spoken().at(deadline()).when_knowing(wrong(), close()).then_rejected(Rejection::KeyGone);
        spoken().by("d").when_knowing(speaking(wrong()), take(Choice::Agree)).then_rejected(Rejection::KeyGone);
    }
    let unsaid = hidden().at(deadline()).when_knowing(gone(), close()).decision().unwrap();
    assert!(matches!(&unsaid[..], [Event::PositionsReleased(_), Event::ProposalRejected(_)]), "{unsaid:?}");
}

#[test]
fn a_charter_hides_no_positions_under_consent_or_unanimity() {
    let rule = |rule: Rule| DecisionRule {
        matter: Matter::Other.into(),
        rule: rule.into(),
        quorum_percent: 50,
        days_open: 7,
        fallback: 0,
        hidden: true,
    };
    let problem = "hides positions under consent or unanimity, where an objection is there to be answered";
    for strict in [Rule::Consent, Rule::Unanimity] {
        assert_eq!(rules::check(&rule(strict)), Err(Invalid::new("rules", problem)));
    }
    for counted in [Rule::SimpleMajority, Rule::AbsoluteMajority, Rule::TwoThirds, Rule::Ranked] {
        assert_eq!(rules::check(&rule(counted)), Ok(()));
    }
}

fn key() -> Key {
    Key::new([7; 32])
}

fn speaking(key: SealingKey) -> Speaking {
    Speaking { key, ..Default::default() }
}

fn known() -> SealingKey {
    SealingKey { key_id: KEY_ID.into(), key: Some(key()) }
}

fn hidden() -> Scenario<Proposal> {
    let opened = ProposalOpened { rule: Rule::SimpleMajority.into(), hidden: true, ..opened() };
    given::<Proposal, Event>([opened.into()])
}

fn spoken(members: &[&str], choice: Choice) -> Scenario<Proposal> {
    members.iter().fold(hidden(), |it, who| {
        let by = Context { partner: (*who).into(), ..context() };
        let TakePosition { choice, reason, .. } = take(choice);
        let said = PositionTaken { choice, reason, ..Default::default() };
        let sealed = sealing::seal(&key(), KEY_ID, &[(*who).to_owned()], &said, &by);
        it.and(PositionTaken {
            partnership_id: "partnership".into(),
            proposal_id: "proposal".into(),
            partner_id: (*who).into(),
            sealed: Some(sealed),
            ..Default::default()
        })
    })
}
