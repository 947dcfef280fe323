//! An outcome in a sentence: why, the counts, and what was needed of how many.

use contract::partners::Rule;

use super::{
    super::ranked::{NoChoice, Ranked},
    Cause, Outcome, Tally,
};

impl Tally {
    /// The outcome in a sentence: why, the counts, what was needed.
    pub fn why(&self, outcome: Outcome) -> String {
        let (rule, counts, needed) = (self.rule_name(), self.counts(), self.needed());
        match (outcome, self.chosen()) {
            (Outcome::Adopted, None) => format!("adopted by {rule}: {counts}; {needed}"),
            (Outcome::Adopted, Some(place)) => {
                format!("adopted by {rule}, as {}: {counts}; {needed}", chosen(&self.ranked, place))
            }
            (Outcome::Rejected(cause), _) => {
                format!("rejected by {rule}, as {}: {counts}; {needed}", self.cause(cause))
            }
        }
    }

    /// While it is open: what is said so far, and what is still missing for adoption.
    pub fn still_needed(&self) -> String {
        let missing = match self.outcome() {
            Outcome::Adopted => "adopted at the deadline if it stays so".into(),
            Outcome::Rejected(cause) => self.missing(cause),
        };
        format!("open, by {}: {}; {}; {missing}", self.rule_name(), self.counts(), self.needed())
    }

    fn missing(&self, cause: Cause) -> String {
        match cause {
            Cause::NobodyEligible => "nobody may speak".into(),
            Cause::TooFewSpoke => format!("{} more must speak", self.quorum_needed - self.spoke()),
            Cause::NobodyAgreed => "at least one must agree".into(),
            Cause::NoMajority => "more must agree than object".into(),
            Cause::ObjectionStands => "each objection must be answered and withdrawn".into(),
            Cause::NotAllAgreed => format!("{} more must agree", self.eligible - self.agreed),
            Cause::NotHalfAgreed => format!("{} more must agree", self.majority() - self.agreed),
            Cause::NoTwoThirds => "two thirds of those cast must agree".into(),
            Cause::NoneChosen(NoChoice::NonePreferred) => {
                "one option must be ranked above \"none of these\" by more than rank it below".into()
            }
            Cause::NoneChosen(NoChoice::Tied(_)) => "one option must beat the others".into(),
        }
    }

    fn counts(&self) -> String {
        if self.rule == Rule::Ranked {
            let (ranked, abstained) = (some(self.ranked.ballots), some(self.abstained));
            return format!("{ranked} of {} ranked, {abstained} abstained", self.eligible);
        }
        let refuted = match self.refuted {
            0 => String::new(),
            some => format!(", {some} of them not sustained by the others"),
        };
        format!(
            "{} of {} agreed, {} abstained, {} objected{refuted}",
            some(self.agreed),
            self.eligible,
            some(self.abstained),
            some(self.objected)
        )
    }

    fn needed(&self) -> String {
        let (quorum, eligible) = (self.quorum_needed, self.eligible);
        let spoken = format!("{quorum} of {eligible} needed to speak");
        match self.rule {
            Rule::Unanimity => format!("{eligible} of {eligible} needed to agree"),
            Rule::AbsoluteMajority => format!("{spoken}, {} of {eligible} to agree", self.majority()),
            Rule::TwoThirds if self.agreed + self.objected == 0 => {
                format!("{spoken}, two thirds of those cast to agree")
            }
            Rule::TwoThirds => {
                let cast = self.agreed + self.objected;
                format!("{spoken}, {} of the {cast} cast to agree", (2 * cast).div_ceil(3))
            }
            Rule::SimpleMajority | Rule::Consent | Rule::Unspecified | Rule::Ranked => spoken,
        }
    }

    fn majority(&self) -> u32 {
        self.eligible / 2 + 1
    }

    fn cause(&self, cause: Cause) -> String {
        match cause {
            Cause::NobodyEligible => "nobody is left who may speak".into(),
            Cause::TooFewSpoke => "too few spoke".into(),
            Cause::NobodyAgreed => "nobody agreed".into(),
            Cause::ObjectionStands if self.objected - self.refuted == 1 => "an objection stands".into(),
            Cause::ObjectionStands => "objections stand".into(),
            Cause::NoMajority => "no more agreed than objected".into(),
            Cause::NotAllAgreed => "not all agreed".into(),
            Cause::NotHalfAgreed => "no more than half of all agreed".into(),
            Cause::NoTwoThirds => "less than two thirds of those cast agreed".into(),
            Cause::NoneChosen(NoChoice::NonePreferred) => "no option is preferred to \"none of these\"".into(),
            Cause::NoneChosen(NoChoice::Tied(many)) => format!("{many} options are tied"),
        }
    }

    fn rule_name(&self) -> &'static str {
        match self.rule {
            Rule::SimpleMajority => "simple majority",
            Rule::AbsoluteMajority => "absolute majority",
            Rule::TwoThirds => "two thirds",
            Rule::Unanimity => "unanimity",
            Rule::Ranked => "ranking",
            Rule::Consent | Rule::Unspecified => "consent",
        }
    }
}

fn chosen(ranked: &Ranked, place: usize) -> String {
    let (above, below) = ranked.against_none(place);
    let option = ranked.options.get(place).map_or("", String::as_str);
    format!("\"{option}\" wins, ranked above \"none of these\" by {above} and below by {}", some(below))
}

fn some(count: u32) -> String {
    if count == 0 { "none".into() } else { count.to_string() }
}
