//! Why a command about a proposal is refused.

use contract::common::Reason;
use jiff::Timestamp;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such proposal in this partnership")]
    NotFound,
    #[error("another proposal is already known under this id")]
    IdTaken,
    #[error("only what a service asks for has a {field} of its own: open MATTER_OTHER without a subject")]
    NotForCallers { field: &'static str },
    #[error("the partnership is not active yet: its founders have not all accepted the charter")]
    NotActive,
    #[error("the partnership is closing: it settles what is open, and decides on nothing new")]
    Closing,
    #[error("who proposes must be a member of the partnership with a voice")]
    NotAMember,
    #[error("your organisation was no member with a voice when the proposal was opened, or has none in it any more")]
    NotEligible,
    #[error("the key of the hidden positions is gone: the node's operator has to restore it from its backup")]
    KeyGone,
    #[error("the proposal is closed")]
    Closed,
    #[error("the proposal's deadline passed at {closes_at}")]
    Late { closes_at: Timestamp },
    #[error("the proposal could not be opened, and takes no positions")]
    Refused,
    #[error("the proposal stays open until {closes_at}: positions to come can change its outcome")]
    StillOpen { closes_at: Timestamp },
    #[error("this proposal is decided by ranking: rank its options, or abstain")]
    OnlyRanked,
    #[error("this proposal has no options to rank: agree, abstain or object")]
    NothingToRank,
    #[error("that member has no objection to this proposal")]
    ObjectionMissing,
    #[error("objections are judged under consent only: under this proposal's rule they are counted")]
    OnlyUnderConsent,
    #[error("nobody judges its own objection, or that of an affiliate")]
    OwnObjection,
    #[error("there is no such question on this proposal")]
    QuestionNotFound,
    #[error("another question is already known under this id")]
    QuestionIdTaken,
    #[error("the proposal holds {most} {what} already, as many as it may")]
    TooMany { what: &'static str, most: usize },
    #[error("only the proposer or a member that may take a position answers questions")]
    NotToAnswer,
    #[error("only the member that proposed it may take a proposal back")]
    NotTheProposer,
    #[error("only the member that the proposal is about makes a statement; others ask, answer and take positions")]
    NotTheConcerned,
    #[error("your organisation left this decision to the others")]
    Recused,
    #[error(
        "that member lets you speak neither on this proposal nor in its matter today, or has appointed another here"
    )]
    NoProxy,
    #[error("that member has spoken for itself: only it may change its position now")]
    SpokeItself,
    #[error("that member already speaks for {most} others, as many as one may")]
    ProxyLimit { most: usize },
    #[error("your organisation already speaks for {most} others on this proposal, as many as one may")]
    SpeaksForMost { most: usize },
    #[error("nobody but the proposer and its affiliates would decide on that member")]
    NobodyElseDecides,
    #[error("participation is rated after the decision, which is not made yet")]
    NotDecided,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::KeyGone => not_now(Reason::StillSealed),
            Rejection::NotFound => Refusal::not_found("proposal_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("proposal_id"),
            Rejection::NotForCallers { field } => denied(Reason::NotForCallers).on(field),
            Rejection::NotActive | Rejection::Closing => not_now(Reason::PartnershipNotActive),
            Rejection::NotAMember => denied(Reason::NotAMember),
            Rejection::NotEligible | Rejection::NotToAnswer => denied(Reason::NotEligible),
            Rejection::Closed | Rejection::Refused => not_now(Reason::ProposalClosed),
            Rejection::Late { closes_at } => not_now(Reason::ProposalClosed).with("closes_at", closes_at.to_string()),
            Rejection::StillOpen { closes_at } => {
                not_now(Reason::ProposalStillOpen).with("closes_at", closes_at.to_string())
            }
            Rejection::OnlyRanked | Rejection::NothingToRank => not_now(Reason::RuleDoesNotAllow).on("choice"),
            Rejection::OnlyUnderConsent => not_now(Reason::RuleDoesNotAllow),
            Rejection::ObjectionMissing => not_now(Reason::ObjectionMissing),
            Rejection::OwnObjection => denied(Reason::OwnObjection).on("objector_id"),
            Rejection::QuestionNotFound => Refusal::not_found("question_id"),
            Rejection::QuestionIdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("question_id"),
            Rejection::TooMany { .. } => not_now(Reason::TooMany),
            Rejection::NotTheProposer => denied(Reason::NotTheProposer),
            Rejection::NotTheConcerned => denied(Reason::NotTheConcerned),
            Rejection::Recused => denied(Reason::Recused),
            Rejection::NoProxy => denied(Reason::NoProxy).on("on_behalf_of"),
            Rejection::SpokeItself => not_now(Reason::SpokeItself).on("on_behalf_of"),
            Rejection::ProxyLimit { .. } => not_now(Reason::ProxyLimit).on("holder_id"),
            Rejection::SpeaksForMost { .. } => not_now(Reason::ProxyLimit).on("on_behalf_of"),
            Rejection::NobodyElseDecides => not_now(Reason::TooFewMembers),
            Rejection::NotDecided => not_now(Reason::NotDecided),
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
