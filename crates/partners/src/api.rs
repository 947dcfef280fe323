//! The gRPC face: one line a command, one a query.

use contract::partners::{
    self as answers, AcceptInvitation, AcknowledgeConcern, AgreeChange, AmendCharter, AnswerConcern, AnswerExpectation,
    AppointRepresentative, ChangeRole, ClearFlag, ClosePartnership, CloseProposal, CloseReview, CloseRound,
    CloseUnresolved, CompleteExit, ConcernSummary, ConfirmResolved, ContestFlag, DissolvePartnership, EscalateConcern,
    FlagPartner, FormPartnership, GetConcern, GetConcernSummary, GetExit, GetExpectations, GetPartner, GetPartnership,
    GetProposal, GetReview, GetRound, GetVoice, GiveFeedback, InvitePartner, LeavePartnership, ListCharterVersions,
    ListCharterVersionsResponse, ListConcerns, ListConcernsResponse, ListFlags, ListFlagsResponse, ListParticipant,
    ListParticipants, ListParticipantsResponse, ListPartners, ListPartnersResponse, ListPartnerships,
    ListPartnershipsResponse, ListProposals, ListProposalsResponse, ListReviews, ListReviewsResponse, ListRounds,
    ListRoundsResponse, ListVoice, ListVoiceResponse, OpenProposal, OpenReview, OpenRound, ProposalState, RaiseConcern,
    RecordDueDiligence, RegisterPartner, ReinstateMember, RemoveMember, RenewFlag, ReopenConcern, RespondToFeedback,
    ReviseDraft, ReviseProfile, SearchPartners, SearchPartnersResponse, SettleExitItem, StateExpectation,
    SuspendMember, TakePosition, WithdrawConcern, WithdrawLeaving, partner_commands_server::PartnerCommands,
    partner_queries_server::PartnerQueries,
};
use runtime::{Answered, Desk, Reply, caller::Caller, views::key};
use tonic::Request;

use crate::{
    Partners,
    concern::Concern,
    flag::Flag,
    partner::Partner,
    partnership::Partnership,
    proposal::Proposal,
    review::Review,
    round::Round,
    views::{
        ALL, CHARTERS, CONCERNS, DIRECTORY, EXITS, EXPECTATIONS, FLAGS, PARTICIPANTS, PARTNERS, PARTNERSHIPS,
        PROPOSALS, REVIEWS, ROUNDS, VERSIONS, VOICE, complete_voice, concern_summary, concerns, directory, flags,
        open_expectations, open_round, place, voice_of,
    },
};

#[derive(Clone)]
pub struct Api {
    pub desk: Desk<Partners>,
}

#[tonic::async_trait]
impl PartnerCommands for Api {
    async fn register_partner(&self, request: Request<RegisterPartner>) -> Reply {
        self.desk.carry_out::<Partner, _>(request).await
    }

    async fn revise_profile(&self, request: Request<ReviseProfile>) -> Reply {
        self.desk.carry_out::<Partner, _>(request).await
    }

    async fn record_due_diligence(&self, request: Request<RecordDueDiligence>) -> Reply {
        self.desk.carry_out::<Partner, _>(request).await
    }

    async fn appoint_representative(&self, request: Request<AppointRepresentative>) -> Reply {
        self.desk.carry_out::<Partner, _>(request).await
    }

    async fn flag_partner(&self, request: Request<FlagPartner>) -> Reply {
        self.desk.carry_out::<Flag, _>(request).await
    }

    async fn contest_flag(&self, request: Request<ContestFlag>) -> Reply {
        self.desk.carry_out::<Flag, _>(request).await
    }

    async fn renew_flag(&self, request: Request<RenewFlag>) -> Reply {
        self.desk.carry_out::<Flag, _>(request).await
    }

    async fn clear_flag(&self, request: Request<ClearFlag>) -> Reply {
        self.desk.carry_out::<Flag, _>(request).await
    }

    async fn list_participant(&self, request: Request<ListParticipant>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn form_partnership(&self, request: Request<FormPartnership>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn invite_partner(&self, request: Request<InvitePartner>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn accept_invitation(&self, request: Request<AcceptInvitation>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn revise_draft(&self, request: Request<ReviseDraft>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn amend_charter(&self, request: Request<AmendCharter>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn change_role(&self, request: Request<ChangeRole>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn suspend_member(&self, request: Request<SuspendMember>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn reinstate_member(&self, request: Request<ReinstateMember>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn remove_member(&self, request: Request<RemoveMember>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn dissolve_partnership(&self, request: Request<DissolvePartnership>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn close_partnership(&self, request: Request<ClosePartnership>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn leave_partnership(&self, request: Request<LeavePartnership>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn withdraw_leaving(&self, request: Request<WithdrawLeaving>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn settle_exit_item(&self, request: Request<SettleExitItem>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn complete_exit(&self, request: Request<CompleteExit>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn open_proposal(&self, request: Request<OpenProposal>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn take_position(&self, request: Request<TakePosition>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn close_proposal(&self, request: Request<CloseProposal>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn state_expectation(&self, request: Request<StateExpectation>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn answer_expectation(&self, request: Request<AnswerExpectation>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn open_round(&self, request: Request<OpenRound>) -> Reply {
        self.desk.carry_out::<Round, _>(request).await
    }

    async fn give_feedback(&self, request: Request<GiveFeedback>) -> Reply {
        self.desk.carry_out::<Round, _>(request).await
    }

    async fn close_round(&self, request: Request<CloseRound>) -> Reply {
        self.desk.carry_out::<Round, _>(request).await
    }

    async fn respond_to_feedback(&self, request: Request<RespondToFeedback>) -> Reply {
        self.desk.carry_out::<Round, _>(request).await
    }

    async fn open_review(&self, request: Request<OpenReview>) -> Reply {
        self.desk.carry_out::<Review, _>(request).await
    }

    async fn agree_change(&self, request: Request<AgreeChange>) -> Reply {
        self.desk.carry_out::<Review, _>(request).await
    }

    async fn close_review(&self, request: Request<CloseReview>) -> Reply {
        self.desk.carry_out::<Review, _>(request).await
    }

    async fn raise_concern(&self, request: Request<RaiseConcern>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn acknowledge_concern(&self, request: Request<AcknowledgeConcern>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn answer_concern(&self, request: Request<AnswerConcern>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn confirm_resolved(&self, request: Request<ConfirmResolved>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn reopen_concern(&self, request: Request<ReopenConcern>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn withdraw_concern(&self, request: Request<WithdrawConcern>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn escalate_concern(&self, request: Request<EscalateConcern>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }

    async fn close_unresolved(&self, request: Request<CloseUnresolved>) -> Reply {
        self.desk.carry_out::<Concern, _>(request).await
    }
}

#[tonic::async_trait]
impl PartnerQueries for Api {
    async fn get_partner(&self, request: Request<GetPartner>) -> Answered<answers::Partner> {
        self.desk.get(request, PARTNERS, "partner_id", |q, _| key(&[&q.partner_id])).await
    }

    async fn list_partners(&self, request: Request<ListPartners>) -> Answered<ListPartnersResponse> {
        let answer = |partners, next_page_token| ListPartnersResponse { as_of: vec![], partners, next_page_token };
        self.desk.list(request, PARTNERS, |_, _| key(&[]), is_such_a_partner, answer).await
    }

    async fn search_partners(&self, request: Request<SearchPartners>) -> Answered<SearchPartnersResponse> {
        let answer = |partners, next_page_token| SearchPartnersResponse { as_of: vec![], partners, next_page_token };
        self.desk.list(request, DIRECTORY, |q, _| directory::prefix(q), directory::is_asked_for, answer).await
    }

    async fn list_flags(&self, request: Request<ListFlags>) -> Answered<ListFlagsResponse> {
        let answer = |flags, next_page_token| ListFlagsResponse { as_of: vec![], flags, next_page_token };
        self.desk.list(request, FLAGS, |q, _| key(&[&q.partnership_id]), flags::is_asked_for, answer).await
    }

    async fn get_partnership(&self, request: Request<GetPartnership>) -> Answered<answers::Partnership> {
        self.desk
            .get(request, PARTNERSHIPS, "partnership_id", |q, caller| place(lister(caller), &q.partnership_id))
            .await
    }

    async fn list_charter_versions(
        &self,
        request: Request<ListCharterVersions>,
    ) -> Answered<ListCharterVersionsResponse> {
        let answer =
            |versions, next_page_token| ListCharterVersionsResponse { as_of: vec![], versions, next_page_token };
        self.desk.list(request, CHARTERS, |q, _| key(&[VERSIONS, &q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_exit(&self, request: Request<GetExit>) -> Answered<answers::Exit> {
        self.desk.get(request, EXITS, "partner_id", |q, _| place(&q.partnership_id, &q.partner_id)).await
    }

    async fn list_partnerships(&self, request: Request<ListPartnerships>) -> Answered<ListPartnershipsResponse> {
        let answer =
            |partnerships, next_page_token| ListPartnershipsResponse { as_of: vec![], partnerships, next_page_token };
        self.desk.list(request, PARTNERSHIPS, |_, caller| key(&[lister(caller)]), |_, _| true, answer).await
    }

    async fn list_participants(&self, request: Request<ListParticipants>) -> Answered<ListParticipantsResponse> {
        let answer =
            |participants, next_page_token| ListParticipantsResponse { as_of: vec![], participants, next_page_token };
        self.desk.list(request, PARTICIPANTS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_proposal(&self, request: Request<GetProposal>) -> Answered<answers::Proposal> {
        self.desk.get(request, PROPOSALS, "proposal_id", |q, _| place(&q.partnership_id, &q.proposal_id)).await
    }

    async fn list_proposals(&self, request: Request<ListProposals>) -> Answered<ListProposalsResponse> {
        let answer = |proposals, next_page_token| ListProposalsResponse { as_of: vec![], proposals, next_page_token };
        self.desk.list(request, PROPOSALS, |q, _| key(&[&q.partnership_id]), is_asked_for, answer).await
    }

    async fn get_expectations(&self, request: Request<GetExpectations>) -> Answered<answers::Expectations> {
        let place = |q: &GetExpectations, _: &Caller| key(&[&q.partnership_id]);
        self.desk.get_opened(request, EXPECTATIONS, "partnership_id", place, open_expectations).await
    }

    async fn get_round(&self, request: Request<GetRound>) -> Answered<answers::Round> {
        let place = |q: &GetRound, _: &Caller| place(&q.partnership_id, &q.round_id);
        self.desk.get_opened(request, ROUNDS, "round_id", place, open_round).await
    }

    async fn list_rounds(&self, request: Request<ListRounds>) -> Answered<ListRoundsResponse> {
        let answer = |rounds, next_page_token| ListRoundsResponse { as_of: vec![], rounds, next_page_token };
        let prefix = |q: &ListRounds, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_opened(request, ROUNDS, prefix, |_, _| true, open_round, answer).await
    }

    async fn get_review(&self, request: Request<GetReview>) -> Answered<answers::Review> {
        self.desk.get(request, REVIEWS, "review_id", |q, _| place(&q.partnership_id, &q.review_id)).await
    }

    async fn list_reviews(&self, request: Request<ListReviews>) -> Answered<ListReviewsResponse> {
        let answer = |reviews, next_page_token| ListReviewsResponse { as_of: vec![], reviews, next_page_token };
        self.desk.list(request, REVIEWS, |q, _| key(&[&q.partnership_id]), |_, _| true, answer).await
    }

    async fn get_voice(&self, request: Request<GetVoice>) -> Answered<answers::Voice> {
        let place = |q: &GetVoice, _: &Caller| voice_of(&q.partnership_id, &q.period);
        self.desk.get_opened(request, VOICE, "period", place, |voice, _| complete_voice(voice)).await
    }

    async fn list_voice(&self, request: Request<ListVoice>) -> Answered<ListVoiceResponse> {
        let answer = |quarters, next_page_token| ListVoiceResponse { as_of: vec![], quarters, next_page_token };
        let prefix = |q: &ListVoice, _: &Caller| key(&["of", &q.partnership_id]);
        let is_quarter = |_: &ListVoice, voice: &answers::Voice| !voice.period.is_empty();
        self.desk.list_opened(request, VOICE, prefix, is_quarter, |voice, _| complete_voice(voice), answer).await
    }

    async fn get_concern(&self, request: Request<GetConcern>) -> Answered<answers::Concern> {
        self.desk.get(request, CONCERNS, "concern_id", |q, _| place(&q.partnership_id, &q.concern_id)).await
    }

    async fn list_concerns(&self, request: Request<ListConcerns>) -> Answered<ListConcernsResponse> {
        self.desk
            .list(request, CONCERNS, |q, _| key(&[&q.partnership_id]), concerns::is_asked_for, concerns::page)
            .await
    }

    async fn get_concern_summary(&self, request: Request<GetConcernSummary>) -> Answered<ConcernSummary> {
        self.desk.scan(request, CONCERNS, |q, _| key(&[&q.partnership_id]), concern_summary::summary).await
    }
}

fn lister(caller: &Caller) -> &str {
    if caller.is_operator() { ALL } else { &caller.partner }
}

fn is_such_a_partner(question: &ListPartners, partner: &answers::Partner) -> bool {
    (question.kind == 0 || question.kind == partner.kind)
        && (question.country.is_empty() || question.country == partner.country)
}

fn is_asked_for(question: &ListProposals, proposal: &answers::Proposal) -> bool {
    question.state() == ProposalState::Unspecified || question.state() == proposal.state()
}
