//! A service's events as facts of an envelope.

use crate::{evaluation, goals, log::envelope, partners, resources};

/// One service's event, in and out of the envelope's oneof.
pub trait Fact: Clone + PartialEq + std::fmt::Debug + Send + 'static {
    const SERVICE: &'static str;

    fn into_fact(self) -> envelope::Fact;
    /// How many bytes it takes in its service's Event.
    fn encoded_len(&self) -> usize;
    /// None for another service's fact, and for one this build does not know yet.
    fn of(fact: &envelope::Fact) -> Option<&Self>;

    /// The key that is destroyed with this fact: what is sealed under it is never read again.
    fn destroys(&self) -> Option<&str> {
        None
    }

    /// What members say of each other, and nobody else reads.
    fn is_among_members(&self) -> bool {
        false
    }

    /// What partners say to each other, and no query tells the node's operator.
    fn is_among_partners(&self) -> bool {
        self.is_among_members()
    }
}

macro_rules! fact {
    ($service:ident, $case:ident, $name:literal $(, $destroys:expr, $is_among_members:expr, $is_among_partners:expr)?) => {
        impl Fact for $service::event::Kind {
            const SERVICE: &'static str = $name;

            fn into_fact(self) -> envelope::Fact {
                envelope::Fact::$case($service::Event { kind: Some(self) })
            }
            fn encoded_len(&self) -> usize {
                // Not this one again: prost gives the case one of its own, which comes first.
                Self::encoded_len(self)
            }
            fn of(fact: &envelope::Fact) -> Option<&Self> {
                match fact {
                    envelope::Fact::$case(event) => event.kind.as_ref(),
                    _ => None,
                }
            }
            $(fn destroys(&self) -> Option<&str> {
                $destroys(self)
            }
            fn is_among_members(&self) -> bool {
                $is_among_members(self)
            }
            fn is_among_partners(&self) -> bool {
                $is_among_members(self) || $is_among_partners(self)
            })?
        }
    };
}

fact!(partners, Partners, "partners", destroyed_by_partners, is_feedback, is_concern_or_expectation);
fact!(goals, Goals, "goals");
fact!(resources, Resources, "resources");
fact!(evaluation, Evaluation, "evaluation");

/// What is taken out of the record; and where nobody is to learn who said what, the key goes with the release.
fn destroyed_by_partners(event: &partners::event::Kind) -> Option<&str> {
    match event {
        partners::event::Kind::FeedbackReleased(it) if it.key.is_empty() => Some(&it.key_id),
        partners::event::Kind::TextRedacted(it) => Some(&it.key_id),
        partners::event::Kind::ContactErased(it) => Some(&it.key_id),
        _ => None,
    }
}

fn is_feedback(event: &partners::event::Kind) -> bool {
    use partners::event::Kind as E;
    matches!(
        event,
        E::FeedbackGiven(_)
            | E::FeedbackSummed(_)
            | E::FeedbackReleased(_)
            | E::FeedbackResponded(_)
            // It names who gave whom the lowest rating.
            | E::TrustMeasured(_)
    )
}

fn is_concern_or_expectation(event: &partners::event::Kind) -> bool {
    use partners::event::Kind as E;
    matches!(
        event,
        E::ExpectationStated(_)
            | E::ExpectationsReleased(_)
            | E::ExpectationAnswered(_)
            | E::ConcernRaised(_)
            | E::ConcernAcknowledged(_)
            | E::ConcernAnswered(_)
            | E::ConcernMediated(_)
            | E::ConcernEscalated(_)
            | E::ConcernDecided(_)
            | E::ConcernResolved(_)
            | E::ConcernWithdrawn(_)
            | E::ConcernReopened(_)
            | E::ConcernClosedUnresolved(_)
            // It says how long concerns wait.
            | E::CommunicationMeasured(_)
    )
}
