//! What positions add up to: the outcome under a rule, and whether it can still change.

mod words;

use contract::partners::{Choice, Ranking, Rule};

use super::{
    ranked::{NoChoice, Ranked},
    rules,
};

/// What a proposal is decided under, at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms<'a> {
    pub rule: i32,
    /// How many voices must take a position. Abstentions do; they are not cast for or against.
    pub quorum_needed: u32,
    /// Voices, affiliates as one.
    pub eligible: u32,
    pub options: &'a [String],
    /// Another rule waits in case this one fails for an objection.
    pub has_fallback: bool,
}

/// What one voice says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said<'a> {
    pub choice: Choice,
    /// An objection that more than half of the others do not sustain.
    pub is_refuted: bool,
    pub ranks: &'a [Ranking],
}

/// Positions counted, one a voice; kept apart from who holds them.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    pub rule: Rule,
    pub quorum_needed: u32,
    pub eligible: u32,
    pub agreed: u32,
    pub abstained: u32,
    pub objected: u32,
    /// Among the objected: those that no longer stand in the way.
    pub refuted: u32,
    pub has_fallback: bool,
    pub ranked: Ranked,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    Adopted,
    Rejected(Cause),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cause {
    NobodyEligible,
    TooFewSpoke,
    NobodyAgreed,
    ObjectionStands,
    NoMajority,
    NotAllAgreed,
    NotHalfAgreed,
    NoTwoThirds,
    NoneChosen(NoChoice),
}

/// How many voices must take a position where the charter asks for a percentage: rounded up.
pub fn quorum(percent: u32, eligible: u32) -> u32 {
    (percent * eligible).div_ceil(100)
}

/// The quorum once voices have left: the percentage of those that remain. Proposals older than the percentage in their
/// opening keep their number, as far as that many are left.
pub fn quorum_now(percent: u32, needed_at_opening: u32, eligible: u32) -> u32 {
    if percent == 0 { needed_at_opening.min(eligible) } else { quorum(percent, eligible) }
}

impl From<Choice> for Said<'static> {
    fn from(choice: Choice) -> Self {
        Said { choice, is_refuted: false, ranks: &[] }
    }
}

impl Tally {
    pub fn of<'a>(terms: Terms<'_>, said: impl Iterator<Item = Said<'a>> + Clone) -> Self {
        let Terms { rule, quorum_needed, eligible, options, has_fallback } = terms;
        let count = |choice: Choice| u32::try_from(said.clone().filter(|it| it.choice == choice).count()).unwrap_or(0);
        let refuted = said.clone().filter(|it| it.choice == Choice::Object && it.is_refuted).count();
        let rankings = said.clone().filter(|it| it.choice == Choice::Rank).map(|it| it.ranks);
        Tally {
            rule: rules::known(rule),
            quorum_needed,
            eligible,
            agreed: count(Choice::Agree),
            abstained: count(Choice::Abstain),
            objected: count(Choice::Object),
            refuted: u32::try_from(refuted).unwrap_or(0),
            has_fallback,
            ranked: Ranked::of(options, rankings),
        }
    }

    pub fn spoke(&self) -> u32 {
        self.agreed + self.abstained + self.objected + self.ranked.ballots
    }

    /// What it comes to when nobody says anything more.
    pub fn outcome(&self) -> Outcome {
        match self.failure() {
            Some(cause) => Outcome::Rejected(cause),
            None => Outcome::Adopted,
        }
    }

    /// The outcome, once nothing that the silent may still say can change it; positions taken count as final.
    ///
    /// Under consent a standing objection keeps the proposal open to its deadline all the same, even when all have
    /// spoken: an objection is there to be answered and withdrawn, not to end the talk. So it is under unanimity where
    /// a fallback waits, which takes what is said until the deadline.
    pub fn settled(&self) -> Option<Outcome> {
        let silent = self.eligible.saturating_sub(self.spoke());
        let now = |is_settled: bool| is_settled.then(|| self.outcome());
        match self.rule {
            // As long as one is silent, it may object.
            Rule::Consent | Rule::Unspecified => now(silent == 0 && self.standing() == 0),
            Rule::Ranked if self.ranked.is_lost(silent) && self.eligible != 0 => {
                Some(Outcome::Rejected(Cause::NoneChosen(NoChoice::NonePreferred)))
            }
            Rule::Ranked => now(self.quorum_needed <= self.spoke() && self.ranked.is_sure(silent)),
            Rule::Unanimity if self.has_fallback => now(self.is_adopted() || self.eligible == 0),
            Rule::Unanimity | Rule::SimpleMajority | Rule::AbsoluteMajority | Rule::TwoThirds => {
                match self.with_more(silent, 0).outcome() {
                    Outcome::Adopted => now(self.is_sure(silent)),
                    // Why it is lost whatever comes, rather than that too few have spoken so far.
                    lost => Some(lost),
                }
            }
        }
    }

    /// Where an option is chosen, its place from 0.
    pub fn chosen(&self) -> Option<usize> {
        self.ranked.chosen().ok().filter(|_| self.rule == Rule::Ranked)
    }

    fn is_adopted(&self) -> bool {
        self.outcome() == Outcome::Adopted
    }

    fn failure(&self) -> Option<Cause> {
        let Tally { agreed, objected, eligible, .. } = *self;
        if eligible == 0 {
            return Some(Cause::NobodyEligible);
        }
        if self.spoke() < self.quorum_needed {
            return Some(Cause::TooFewSpoke);
        }
        let fails = |cause: Cause, fails: bool| fails.then_some(cause);
        match self.rule {
            Rule::SimpleMajority => fails(Cause::NoMajority, agreed <= objected),
            Rule::AbsoluteMajority => fails(Cause::NotHalfAgreed, 2 * agreed <= eligible),
            Rule::TwoThirds => fails(Cause::NoTwoThirds, agreed == 0 || agreed < 2 * objected),
            Rule::Unanimity => fails(Cause::NotAllAgreed, agreed < eligible),
            Rule::Ranked => self.ranked.chosen().err().map(Cause::NoneChosen),
            Rule::Consent | Rule::Unspecified if 0 < self.standing() => Some(Cause::ObjectionStands),
            Rule::Consent | Rule::Unspecified => fails(Cause::NobodyAgreed, agreed == 0),
        }
    }

    /// Objections that stand in the way.
    fn standing(&self) -> u32 {
        self.objected - self.refuted
    }

    /// Adopted as it is, and even if all the silent object. More agreement, or more who speak, never loses a majority:
    /// between silence and this lies everything else.
    fn is_sure(&self, silent: u32) -> bool {
        self.is_adopted() && self.with_more(0, silent).is_adopted()
    }

    fn with_more(&self, agreed: u32, objected: u32) -> Tally {
        Tally { agreed: self.agreed + agreed, objected: self.objected + objected, ..self.clone() }
    }
}
