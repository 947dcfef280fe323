//! What is measured of a partnership's voice, talk, trust and minutes, and when.

mod deciding;
mod talking;
mod trusting;
mod voicing;

use contract::{
    common::{Figure, Measure},
    log::{Envelope, envelope::Fact},
    moment,
    partners::{event::Kind, *},
};
use jiff::Timestamp;
use kernel::{Context, scenario::context};
use partners::{Memory, measures::Figures};
use runtime::{Memory as _, Recall as _, Room, keys::Keys, standing::Standing};
use tempfile::TempDir;

const START: &str = "2026-01-01T12:00:00Z";

/// A partnership of these members, as the service remembers it.
struct World {
    memory: Memory,
    standing: Standing,
}

impl World {
    /// Active since the first of January.
    fn of(members: &[&str]) -> Self {
        World::agreed(members, Terms::default())
    }

    fn agreed(members: &[&str], terms: Terms) -> Self {
        let mut world = World { memory: Memory::default(), standing: Standing::default() };
        let founder = |it: &&str| Founder { partner_id: (*it).into(), roles: vec![MemberRole::Implementing.into()] };
        let founders = members.iter().map(founder).collect();
        let formed = PartnershipFormed { founders, currency: "KES".into(), terms: Some(terms), ..formed() };
        world.hear(START, formed);
        for it in members {
            world.hear(START, accepted(it));
        }
        world.hear(START, PartnershipActivated { partnership_id: "p".into(), charter_version: 1 });
        world
    }

    fn hear(&mut self, at: &str, event: impl Into<Kind>) {
        self.remember(at, Fact::Partners(Event { kind: Some(event.into()) }));
    }

    fn remember(&mut self, at: &str, fact: Fact) {
        let fact = Envelope {
            partnership: "p".into(),
            recorded_at: Some(moment::on_wire(at.parse().unwrap())),
            fact: Some(fact),
            ..Default::default()
        };
        self.memory.remember(&fact);
        self.standing.remember(&fact);
    }

    /// Voice, communication, trust and minutes.
    fn measured(&self, at: &str) -> Figures {
        let folder = TempDir::new().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let room = Room { memory: &self.memory, standing: &self.standing, keys: &keys };
        let context = Context { now: at.parse().unwrap(), ..context() };
        Figures::recall(&room, &measure(), &context)
    }

    /// A motion of one member, decided by these.
    fn decide(&mut self, at: &str, proposal_id: &str, by: &str, spoke: &[&str]) {
        self.open(at, proposal_id, by, spoke, &[]);
        self.hear(at, adopted(proposal_id));
    }

    /// Eligible are those with a voice now.
    fn open(&mut self, at: &str, proposal_id: &str, by: &str, spoke: &[&str], affiliates: &[&str]) {
        let members = self.standing.partnership("p").into_iter().flat_map(|it| it.voices());
        let eligible = members.map(|it| it.partner_id.clone()).collect();
        let shared = SharedVoice { partner_ids: affiliates.iter().map(|it| (*it).to_owned()).collect() };
        self.hear(
            at,
            ProposalOpened {
                partnership_id: "p".into(),
                proposal_id: proposal_id.into(),
                proposed_by: by.into(),
                eligible,
                shared_voices: if affiliates.is_empty() { vec![] } else { vec![shared] },
                ..Default::default()
            },
        );
        for it in spoke {
            let (partner_id, choice) = ((*it).to_owned(), Choice::Agree.into());
            let (partnership_id, proposal_id) = ("p".into(), proposal_id.into());
            self.hear(at, PositionTaken { partnership_id, proposal_id, partner_id, choice, ..Default::default() });
        }
    }
}

/// Of all members.
fn all(figures: &[Figure], measure: Measure) -> Figure {
    of(figures, measure, &[])
}

fn of(figures: &[Figure], measure: Measure, who: &[&str]) -> Figure {
    let found = figures.iter().find(|it| it.measure() == measure && it.partner_ids == who);
    found.cloned().unwrap_or_else(|| panic!("no {measure:?} of {who:?} in {figures:#?}"))
}

fn counts(figure: &Figure) -> (u32, u32) {
    (figure.count.unwrap(), figure.of.unwrap())
}

fn measure() -> MeasurePartnership {
    MeasurePartnership { partnership_id: "p".into(), ..Default::default() }
}

fn formed() -> PartnershipFormed {
    PartnershipFormed { partnership_id: "p".into(), title: "Together".into(), charter_version: 1, ..Default::default() }
}

fn accepted(partner_id: &str) -> InvitationAccepted {
    InvitationAccepted { partnership_id: "p".into(), partner_id: partner_id.into(), charter_version: 1 }
}

fn adopted(proposal_id: &str) -> ProposalAdopted {
    ProposalAdopted { partnership_id: "p".into(), proposal_id: proposal_id.into(), ..Default::default() }
}

fn left(partner_id: &str) -> MemberLeft {
    MemberLeft { partnership_id: "p".into(), partner_id: partner_id.into(), items_unsettled: 0 }
}

fn at(at: &str) -> Option<prost_types::Timestamp> {
    Some(moment::on_wire(at.parse::<Timestamp>().unwrap()))
}
