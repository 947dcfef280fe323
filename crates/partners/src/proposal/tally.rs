//! What positions add up to: the outcome under a rule, whether it can still change, and why in a sentence.

use contract::partners::{Choice, Rule};

/// Positions counted, one a member; kept apart from who holds them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    pub rule: Rule,
    /// How many must take a position. Abstentions do; they are not cast for or against.
    pub quorum_needed: u32,
    pub eligible: u32,
    pub agreed: u32,
    pub abstained: u32,
    pub objected: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    Adopted,
    Rejected(Cause),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cause {
    TooFewSpoke,
    NobodyAgreed,
    ObjectionStands,
    NoMajority,
}

/// How many members must take a position where the charter asks for a percentage: rounded up.
pub fn quorum(percent: u32, eligible: u32) -> u32 {
    (percent * eligible).div_ceil(100)
}

impl Tally {
    /// A rule that this build does not know is read as the strictest one it does.
    pub fn of(rule: i32, quorum_needed: u32, eligible: usize, choices: impl Iterator<Item = Choice>) -> Self {
        let rule = match Rule::try_from(rule) {
            Ok(Rule::SimpleMajority) => Rule::SimpleMajority,
            Ok(Rule::Consent | Rule::Unspecified) | Err(_) => Rule::Consent,
        };
        let eligible = u32::try_from(eligible).unwrap_or(u32::MAX);
        let mut tally = Tally { rule, quorum_needed, eligible, agreed: 0, abstained: 0, objected: 0 };
        for choice in choices {
            match choice {
                Choice::Agree => tally.agreed += 1,
                Choice::Abstain => tally.abstained += 1,
                Choice::Object => tally.objected += 1,
                Choice::Unspecified => (),
            }
        }
        tally
    }

    pub fn spoke(&self) -> u32 {
        self.agreed + self.abstained + self.objected
    }

    /// What it comes to when nobody says anything more.
    pub fn outcome(&self) -> Outcome {
        if self.spoke() < self.quorum_needed {
            return Outcome::Rejected(Cause::TooFewSpoke);
        }
        match self.rule {
            Rule::SimpleMajority if self.agreed <= self.objected => Outcome::Rejected(Cause::NoMajority),
            Rule::SimpleMajority => Outcome::Adopted,
            Rule::Consent | Rule::Unspecified if 0 < self.objected => Outcome::Rejected(Cause::ObjectionStands),
            Rule::Consent | Rule::Unspecified if self.agreed == 0 => Outcome::Rejected(Cause::NobodyAgreed),
            Rule::Consent | Rule::Unspecified => Outcome::Adopted,
        }
    }

    /// The outcome, once nothing that the silent may still say can change it; positions taken count as final.
    ///
    /// Under consent a standing objection keeps the proposal open to its deadline all the same, even when all have
    /// spoken: an objection is there to be answered and withdrawn, not to end the talk.
    pub fn settled(&self) -> Option<Outcome> {
        let silent = self.eligible.saturating_sub(self.spoke());
        let is_settled = match self.rule {
            Rule::SimpleMajority => {
                let is_sure = self.quorum_needed <= self.spoke() && self.objected + silent < self.agreed;
                let is_lost = self.agreed + silent <= self.objected;
                is_sure || is_lost
            }
            // As long as one is silent, it may object.
            Rule::Consent | Rule::Unspecified => silent == 0 && self.objected == 0,
        };
        is_settled.then(|| self.outcome())
    }

    /// The outcome in a sentence: why, the counts, what was needed.
    pub fn why(&self, outcome: Outcome) -> String {
        let (rule, counts, needed) = (self.rule_name(), self.counts(), self.needed());
        match outcome {
            Outcome::Adopted => format!("adopted by {rule}: {counts}; {needed}"),
            Outcome::Rejected(cause) => format!("rejected by {rule}, as {}: {counts}; {needed}", self.cause(cause)),
        }
    }

    /// While it is open: what is said so far, and what is still missing for adoption.
    pub fn still_needed(&self) -> String {
        let missing = match self.outcome() {
            Outcome::Adopted => "adopted at the deadline if it stays so".into(),
            Outcome::Rejected(Cause::TooFewSpoke) => format!("{} more must speak", self.quorum_needed - self.spoke()),
            Outcome::Rejected(Cause::NobodyAgreed) => "at least one must agree".into(),
            Outcome::Rejected(Cause::NoMajority) => "more must agree than object".into(),
            Outcome::Rejected(Cause::ObjectionStands) => "each objection must be answered and withdrawn".into(),
        };
        format!("open, by {}: {}; {}; {missing}", self.rule_name(), self.counts(), self.needed())
    }

    fn counts(&self) -> String {
        format!(
            "{} of {} agreed, {} abstained, {} objected",
            some(self.agreed),
            self.eligible,
            some(self.abstained),
            some(self.objected)
        )
    }

    fn needed(&self) -> String {
        format!("{} of {} needed to speak", self.quorum_needed, self.eligible)
    }

    fn cause(&self, cause: Cause) -> &'static str {
        match cause {
            Cause::TooFewSpoke => "too few spoke",
            Cause::NobodyAgreed => "nobody agreed",
            Cause::ObjectionStands if self.objected == 1 => "an objection stands",
            Cause::ObjectionStands => "objections stand",
            Cause::NoMajority => "no more agreed than objected",
        }
    }

    fn rule_name(&self) -> &'static str {
        match self.rule {
            Rule::SimpleMajority => "simple majority",
            Rule::Consent | Rule::Unspecified => "consent",
        }
    }
}

fn some(count: u32) -> String {
    if count == 0 { "none".into() } else { count.to_string() }
}
