//! Queries, one line each.

use contract::partners::{
    self as answers, ConcernSummary, GetCalendar, GetCalendarResponse, GetConcern, GetConcernSummary, GetExit,
    GetExpectations, GetMeeting, GetPartner, GetPartnership, GetProposal, GetReview, GetRound, GetVoice, ListActions,
    ListActionsResponse, ListCharterVersions, ListCharterVersionsResponse, ListCheckIns, ListCheckInsResponse,
    ListComments, ListCommentsResponse, ListConcerns, ListConcernsResponse, ListFlags, ListFlagsResponse, ListMeetings,
    ListMeetingsResponse, ListParticipants, ListParticipantsResponse, ListPartners, ListPartnersResponse,
    ListPartnerships, ListPartnershipsResponse, ListProposals, ListProposalsResponse, ListRedactions,
    ListRedactionsResponse, ListReminders, ListRemindersResponse, ListReviews, ListReviewsResponse, ListRounds,
    ListRoundsResponse, ListUpdates, ListUpdatesResponse, ListVoice, ListVoiceResponse, ListWaiting,
    ListWaitingResponse, ProposalState, SearchPartners, SearchPartnersResponse, partner_queries_server::PartnerQueries,
};
use runtime::{Answered, caller::Caller, views::key};
use tonic::Request;

use super::{Api, asked};
use crate::views::{
    ALL, CHARTERS, CONCERNS, DIRECTORY, EXITS, EXPECTATIONS, FLAGS, PARTICIPANTS, PARTNERS, PARTNERSHIPS, PROPOSALS,
    REVIEWS, ROUNDS, VERSIONS, VOICE, complete_voice, concern_summary, concerns, directory, flags, open_expectations,
    open_partner, open_proposal, open_round, place, talk, voice_of,
};

#[tonic::async_trait]
impl PartnerQueries for Api {
    async fn get_partner(&self, request: Request<GetPartner>) -> Answered<answers::Partner> {
        self.desk.get_opened(request, PARTNERS, "partner_id", |q, _| key(&[&q.partner_id]), open_partner).await
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
        let prefix = |q: &ListFlags, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_shown(request, FLAGS, prefix, flags::is_asked_for, flags::show, answer).await
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
        let place = |q: &GetProposal, _: &Caller| place(&q.partnership_id, &q.proposal_id);
        self.desk.get_opened(request, PROPOSALS, "proposal_id", place, open_proposal).await
    }

    async fn list_proposals(&self, request: Request<ListProposals>) -> Answered<ListProposalsResponse> {
        let answer = |proposals, next_page_token| ListProposalsResponse { as_of: vec![], proposals, next_page_token };
        let prefix = |q: &ListProposals, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_opened(request, PROPOSALS, prefix, is_asked_for, open_proposal, answer).await
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
        self.desk
            .get_shown(request, CONCERNS, "concern_id", |q, _| place(&q.partnership_id, &q.concern_id), concerns::show)
            .await
    }

    async fn list_concerns(&self, request: Request<ListConcerns>) -> Answered<ListConcernsResponse> {
        self.desk
            .list_shown(
                request,
                CONCERNS,
                |q, _| key(&[&q.partnership_id]),
                concerns::is_asked_for,
                concerns::show,
                concerns::page,
            )
            .await
    }

    async fn get_concern_summary(&self, request: Request<GetConcernSummary>) -> Answered<ConcernSummary> {
        self.desk.scan(request, CONCERNS, |q, _| key(&[&q.partnership_id]), concern_summary::summary).await
    }

    async fn get_meeting(&self, request: Request<GetMeeting>) -> Answered<answers::Meeting> {
        let place = |q: &GetMeeting, _: &Caller| place(&q.partnership_id, &q.meeting_id);
        self.desk.get_opened(request, talk::MEETINGS, "meeting_id", place, talk::open_meeting).await
    }

    async fn list_meetings(&self, request: Request<ListMeetings>) -> Answered<ListMeetingsResponse> {
        let answer = |meetings, next_page_token| ListMeetingsResponse { as_of: vec![], meetings, next_page_token };
        let prefix = |q: &ListMeetings, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_opened(request, talk::MEETINGS, prefix, asked::for_meeting, talk::open_meeting, answer).await
    }

    async fn list_actions(&self, request: Request<ListActions>) -> Answered<ListActionsResponse> {
        let answer = |actions, next_page_token| ListActionsResponse { as_of: vec![], actions, next_page_token };
        self.desk.list(request, talk::ACTIONS, |q, _| key(&[&q.partnership_id]), asked::for_action, answer).await
    }

    async fn list_updates(&self, request: Request<ListUpdates>) -> Answered<ListUpdatesResponse> {
        let answer = |updates, next_page_token| ListUpdatesResponse { as_of: vec![], updates, next_page_token };
        let prefix = |q: &ListUpdates, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_opened(request, talk::UPDATES, prefix, asked::for_update, talk::open_update, answer).await
    }

    async fn list_comments(&self, request: Request<ListComments>) -> Answered<ListCommentsResponse> {
        let answer = |comments, next_page_token| ListCommentsResponse { as_of: vec![], comments, next_page_token };
        let prefix = |q: &ListComments, _: &Caller| talk::on(&q.partnership_id, q.about(), &q.about_id);
        self.desk.list_opened(request, talk::COMMENTS, prefix, |_, _| true, talk::open_comment, answer).await
    }

    async fn list_redactions(&self, request: Request<ListRedactions>) -> Answered<ListRedactionsResponse> {
        let answer =
            |redactions, next_page_token| ListRedactionsResponse { as_of: vec![], redactions, next_page_token };
        self.desk.list(request, talk::REDACTIONS, |q, _| key(&[&q.partnership_id]), asked::for_redaction, answer).await
    }

    async fn list_check_ins(&self, request: Request<ListCheckIns>) -> Answered<ListCheckInsResponse> {
        let answer = |check_ins, next_page_token| ListCheckInsResponse { as_of: vec![], check_ins, next_page_token };
        let prefix = |q: &ListCheckIns, _: &Caller| key(&[&q.partnership_id]);
        self.desk.list_opened(request, talk::CHECK_INS, prefix, asked::for_check_in, talk::open_check_in, answer).await
    }

    async fn list_reminders(&self, request: Request<ListReminders>) -> Answered<ListRemindersResponse> {
        let answer = |reminders, next_page_token| ListRemindersResponse { as_of: vec![], reminders, next_page_token };
        self.desk.list(request, talk::REMINDERS, |q, _| key(&[&q.partnership_id]), asked::for_reminder, answer).await
    }

    async fn get_calendar(&self, request: Request<GetCalendar>) -> Answered<GetCalendarResponse> {
        let answer = |entries, next_page_token| GetCalendarResponse { as_of: vec![], entries, next_page_token };
        self.desk.list(request, talk::CALENDAR, |q, _| key(&[&q.partnership_id]), asked::for_entry, answer).await
    }

    async fn list_waiting(&self, request: Request<ListWaiting>) -> Answered<ListWaitingResponse> {
        let answer = |waiting, next_page_token| ListWaitingResponse { as_of: vec![], waiting, next_page_token };
        let prefix = |q: &ListWaiting, caller: &Caller| waiting_for(caller, &q.partnership_id);
        self.desk.list_opened(request, talk::WAITING, prefix, asked::for_waiting, talk::open_waiting, answer).await
    }
}

/// In all its partnerships, or in one.
fn waiting_for(caller: &Caller, partnership_id: &str) -> Vec<u8> {
    if partnership_id.is_empty() { key(&[&caller.partner]) } else { key(&[&caller.partner, partnership_id]) }
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
