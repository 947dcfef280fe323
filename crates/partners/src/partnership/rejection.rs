//! Why a command about a partnership is refused.

use contract::{common::Reason, partners::Stage};
use jiff::civil::Date;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such partnership here")]
    NotFound,
    #[error("{partner_id} is not registered in the directory; if it has just been, give the receipt's as_of")]
    UnknownPartner { field: &'static str, partner_id: String },
    #[error("a partnership with another draft is already known under this id")]
    PartnershipTaken,
    #[error("another participant is already listed under this id")]
    ParticipantTaken,
    #[error("only the node's operator may give a source, and it must: what it lists is what a source says")]
    SourceIsTheOperators,
    #[error("the founders must include your own organisation")]
    FounderMissing,
    #[error("your organisation is no member of this partnership with a voice")]
    NotAMember,
    #[error("the partner is already invited or a member; changing its roles is another matter")]
    AlreadyAMember,
    #[error("the members are already asked to admit this partner, in other roles")]
    AlreadyProposed,
    #[error("your organisation has not been invited to this partnership")]
    NotInvited,
    #[error("the charter is at version {current}, not {named}: read it, then accept that version")]
    CharterVersion { named: u32, current: u32 },
    #[error("the partnership is {}, and this is for one that is {asked}", word(*.stage))]
    Stage { stage: Stage, asked: &'static str },
    #[error("{partner_id} is no member of this partnership and not invited to it")]
    NoSuchMember { partner_id: String },
    #[error("{partner_id} has not accepted the charter yet; its invitation may be taken back by removing it")]
    NotJoined { partner_id: String },
    #[error("the members are already asked about this; wait until they have decided")]
    ChangePending,
    #[error("the member is suspended already")]
    AlreadySuspended,
    #[error("the member is not suspended")]
    NotSuspended,
    #[error(
        "nobody but you would decide this on another member: with two of you neither rules over the other; \
         agree with it, leave, or propose to dissolve the partnership"
    )]
    NobodyElseDecides,
    #[error("fewer than two members with a voice would be left: leave, or propose to dissolve the partnership")]
    TooFewVoices,
    #[error("nobody suspends or removes itself: your organisation may leave")]
    OwnMembership,
    #[error("the charter is at version {current} by now, and this was proposed for version {base}")]
    CharterMovedOn { base: u32, current: u32 },
    #[error("the charter asks for {notice_days} days of notice: {earliest} is the first day possible")]
    Notice { notice_days: u32, earliest: Date },
    #[error("your organisation has already announced that it leaves on {effective_on}; withdraw that first")]
    AlreadyLeaving { effective_on: Date },
    #[error("the partner has not announced that it leaves, or its day has come")]
    NotLeaving,
    #[error("the exit takes effect on {effective_on}, and not before")]
    ExitNotDue { effective_on: Date },
    #[error("there is no such item on this exit sheet")]
    NoSuchItem,
    #[error("there is no exit sheet of this partner")]
    NoSuchExit,
    #[error("the item is already settled, in another way or by another")]
    ItemSettled,
    #[error("{0}")]
    NotYoursToSettle(&'static str),
    #[error("{proposals} proposals and {exits} exits are still open: each ends by itself at its date")]
    StillOpen { proposals: usize, exits: usize },
    #[error("there are members with a voice, and it is for them to close the partnership")]
    MembersClose,
    #[error("there is no such expectation in this partnership")]
    NoSuchExpectation,
    #[error("another expectation is already stated under this id")]
    ExpectationTaken,
    #[error("expectations are sealed until every founder has stated its own; missing: {missing}")]
    StillSealed { missing: usize },
    #[error("the expectation is not of your organisation")]
    NotExpectedOf,
    #[error("the key of the expectations is gone: the node's operator has to restore it from its backup")]
    KeyGone,
    #[error("on a day of these that member already speaks for {most} others, as many as one may")]
    ProxyLimit { most: usize },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("partnership_id"),
            Rejection::UnknownPartner { field, partner_id } => Refusal::not_found(field).with("partner_id", partner_id),
            Rejection::PartnershipTaken => taken("partnership_id"),
            Rejection::ParticipantTaken => taken("participant_id"),
            Rejection::SourceIsTheOperators => denied(Reason::SourceIsTheOperators).on("source"),
            Rejection::FounderMissing => denied(Reason::FounderMissing).on("founders"),
            Rejection::NotAMember => denied(Reason::NotAMember),
            Rejection::AlreadyAMember => {
                Refusal::new(AlreadyExists, Reason::AlreadyAMember.as_str_name()).on("partner_id")
            }
            Rejection::AlreadyProposed => not_now(Reason::AlreadyProposed).on("partner_id"),
            Rejection::NotInvited => denied(Reason::NotInvited),
            Rejection::CharterVersion { named, current } => not_now(Reason::CharterVersion)
                .on("charter_version")
                .with("named", named.to_string())
                .with("current", current.to_string()),
            life => refusal(life),
        }
    }
}

/// What the partnership's later life refuses.
fn refusal(rejection: &Rejection) -> Refusal {
    use Rejection as R;
    match rejection {
        R::Stage { stage: Stage::Forming, asked: "active" } => not_now(Reason::PartnershipNotActive),
        R::Stage { stage, asked: _ } => not_now(Reason::PartnershipStage).with("stage", word(*stage)),
        R::NotJoined { partner_id } => not_now(Reason::NotAMember).on("partner_id").with("partner_id", partner_id),
        R::ChangePending => not_now(Reason::AlreadyProposed),
        R::AlreadySuspended => not_now(Reason::MemberSuspended).on("partner_id"),
        R::NotSuspended => not_now(Reason::NotSuspended).on("partner_id"),
        R::NobodyElseDecides | R::TooFewVoices => not_now(Reason::TooFewMembers),
        R::OwnMembership => denied(Reason::OwnMembership).on("partner_id"),
        R::CharterMovedOn { base, current } => {
            not_now(Reason::CharterVersion).with("named", base.to_string()).with("current", current.to_string())
        }
        R::Notice { notice_days, earliest } => not_now(Reason::Notice)
            .on("effective_on")
            .with("notice_days", notice_days.to_string())
            .with("earliest", earliest.to_string()),
        R::AlreadyLeaving { effective_on } => {
            not_now(Reason::AlreadyLeaving).with("effective_on", effective_on.to_string())
        }
        R::NotLeaving => not_now(Reason::NotLeaving),
        R::ExitNotDue { effective_on } => not_now(Reason::ExitNotDue).with("effective_on", effective_on.to_string()),
        R::NoSuchItem => Refusal::not_found("item_id"),
        R::ItemSettled => not_now(Reason::ItemSettled).on("item_id"),
        R::NotYoursToSettle(_) => denied(Reason::NotYoursToSettle).on("item_id"),
        R::StillOpen { proposals, exits } => {
            not_now(Reason::StillOpen).with("proposals", proposals.to_string()).with("exits", exits.to_string())
        }
        R::MembersClose => denied(Reason::PermissionDenied),
        R::NoSuchExpectation => Refusal::not_found("expectation_id"),
        R::ExpectationTaken => taken("expectation_id"),
        R::StillSealed { missing } => not_now(Reason::StillSealed).with("missing", missing.to_string()),
        R::NotExpectedOf => denied(Reason::NotExpectedOf).on("expectation_id"),
        R::KeyGone => not_now(Reason::StillSealed),
        R::ProxyLimit { .. } => not_now(Reason::ProxyLimit).on("holder_id"),
        // What is left is about a partner that is not there; the others are refused above.
        _ => Refusal::not_found("partner_id"),
    }
}

fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Unspecified | Stage::Forming => "forming",
        Stage::Active => "active",
        Stage::Closing => "closing",
        Stage::Closed => "closed",
    }
}

fn taken(field: &'static str) -> Refusal {
    Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(field)
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
