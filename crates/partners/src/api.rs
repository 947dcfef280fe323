//! The gRPC face: one line a command, one a query.

mod asked;

use contract::partners::{
    self as answers, AcceptInvitation, AcknowledgeUpdate, AddAgendaItem, ApproveMinutes, AssignAction, CancelMeeting,
    CloseProposal, CompleteAction, FormPartnership, GetCalendar, GetCalendarResponse, GetMeeting, GetPartner,
    GetPartnership, GetProposal, InvitePartner, ListActions, ListActionsResponse, ListCheckIns, ListCheckInsResponse,
    ListComments, ListCommentsResponse, ListMeetings, ListMeetingsResponse, ListParticipant, ListParticipants,
    ListParticipantsResponse, ListPartners, ListPartnersResponse, ListPartnerships, ListPartnershipsResponse,
    ListProposals, ListProposalsResponse, ListReminders, ListRemindersResponse, ListUpdates, ListUpdatesResponse,
    ListWaiting, ListWaitingResponse, OpenProposal, PostComment, PostUpdate, ProposalState, RecordAttendance,
    RecordCheckIn, RecordMinutes, RegisterPartner, RenegotiateAction, RescheduleMeeting, ReturnAction, ReturnMinutes,
    ScheduleMeeting, TakePosition, VerifyAction, partner_commands_server::PartnerCommands,
    partner_queries_server::PartnerQueries,
};
use runtime::{Answered, Desk, Reply, caller::Caller, views::key};
use tonic::Request;

use crate::{
    Partners,
    action::Action,
    check_in::CheckIn,
    comment::Comment,
    meeting::Meeting,
    partner::Partner,
    partnership::Partnership,
    proposal::Proposal,
    update::Update,
    views::{ALL, PARTICIPANTS, PARTNERS, PARTNERSHIPS, PROPOSALS, place, talk},
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

    async fn open_proposal(&self, request: Request<OpenProposal>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn take_position(&self, request: Request<TakePosition>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn close_proposal(&self, request: Request<CloseProposal>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn schedule_meeting(&self, request: Request<ScheduleMeeting>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn add_agenda_item(&self, request: Request<AddAgendaItem>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn reschedule_meeting(&self, request: Request<RescheduleMeeting>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn cancel_meeting(&self, request: Request<CancelMeeting>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn record_attendance(&self, request: Request<RecordAttendance>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn record_minutes(&self, request: Request<RecordMinutes>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn approve_minutes(&self, request: Request<ApproveMinutes>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn return_minutes(&self, request: Request<ReturnMinutes>) -> Reply {
        self.desk.carry_out::<Meeting, _>(request).await
    }

    async fn assign_action(&self, request: Request<AssignAction>) -> Reply {
        self.desk.carry_out::<Action, _>(request).await
    }

    async fn complete_action(&self, request: Request<CompleteAction>) -> Reply {
        self.desk.carry_out::<Action, _>(request).await
    }

    async fn verify_action(&self, request: Request<VerifyAction>) -> Reply {
        self.desk.carry_out::<Action, _>(request).await
    }

    async fn return_action(&self, request: Request<ReturnAction>) -> Reply {
        self.desk.carry_out::<Action, _>(request).await
    }

    async fn renegotiate_action(&self, request: Request<RenegotiateAction>) -> Reply {
        self.desk.carry_out::<Action, _>(request).await
    }

    async fn post_update(&self, request: Request<PostUpdate>) -> Reply {
        self.desk.carry_out::<Update, _>(request).await
    }

    async fn acknowledge_update(&self, request: Request<AcknowledgeUpdate>) -> Reply {
        self.desk.carry_out::<Update, _>(request).await
    }

    async fn post_comment(&self, request: Request<PostComment>) -> Reply {
        self.desk.carry_out::<Comment, _>(request).await
    }

    async fn record_check_in(&self, request: Request<RecordCheckIn>) -> Reply {
        self.desk.carry_out::<CheckIn, _>(request).await
    }
}

#[tonic::async_trait]
impl PartnerQueries for Api {
    async fn get_partner(&self, request: Request<GetPartner>) -> Answered<answers::Partner> {
        self.desk.get(request, PARTNERS, "partner_id", |q, _| key(&[&q.partner_id])).await
    }

    async fn list_partners(&self, request: Request<ListPartners>) -> Answered<ListPartnersResponse> {
        let answer = |partners, next_page_token| ListPartnersResponse { as_of: vec![], partners, next_page_token };
        self.desk.list(request, PARTNERS, |_, _| key(&[]), |_, _| true, answer).await
    }

    async fn get_partnership(&self, request: Request<GetPartnership>) -> Answered<answers::Partnership> {
        self.desk.get(request, PARTNERSHIPS, "partnership_id", |q, _| place(ALL, &q.partnership_id)).await
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

    async fn get_meeting(&self, request: Request<GetMeeting>) -> Answered<answers::Meeting> {
        self.desk.get(request, talk::MEETINGS, "meeting_id", |q, _| place(&q.partnership_id, &q.meeting_id)).await
    }

    async fn list_meetings(&self, request: Request<ListMeetings>) -> Answered<ListMeetingsResponse> {
        let answer = |meetings, next_page_token| ListMeetingsResponse { as_of: vec![], meetings, next_page_token };
        self.desk.list(request, talk::MEETINGS, |q, _| key(&[&q.partnership_id]), asked::for_meeting, answer).await
    }

    async fn list_actions(&self, request: Request<ListActions>) -> Answered<ListActionsResponse> {
        let answer = |actions, next_page_token| ListActionsResponse { as_of: vec![], actions, next_page_token };
        self.desk.list(request, talk::ACTIONS, |q, _| key(&[&q.partnership_id]), asked::for_action, answer).await
    }

    async fn list_updates(&self, request: Request<ListUpdates>) -> Answered<ListUpdatesResponse> {
        let answer = |updates, next_page_token| ListUpdatesResponse { as_of: vec![], updates, next_page_token };
        self.desk.list(request, talk::UPDATES, |q, _| key(&[&q.partnership_id]), asked::for_update, answer).await
    }

    async fn list_comments(&self, request: Request<ListComments>) -> Answered<ListCommentsResponse> {
        let answer = |comments, next_page_token| ListCommentsResponse { as_of: vec![], comments, next_page_token };
        self.desk
            .list(
                request,
                talk::COMMENTS,
                |q, _| talk::on(&q.partnership_id, q.about(), &q.about_id),
                |_, _| true,
                answer,
            )
            .await
    }

    async fn list_check_ins(&self, request: Request<ListCheckIns>) -> Answered<ListCheckInsResponse> {
        let answer = |check_ins, next_page_token| ListCheckInsResponse { as_of: vec![], check_ins, next_page_token };
        self.desk.list(request, talk::CHECK_INS, |q, _| key(&[&q.partnership_id]), asked::for_check_in, answer).await
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
        self.desk
            .list(
                request,
                talk::WAITING,
                |q, caller| waiting_for(caller, &q.partnership_id),
                asked::for_waiting,
                answer,
            )
            .await
    }
}

/// In all its partnerships, or in one.
fn waiting_for(caller: &Caller, partnership_id: &str) -> Vec<u8> {
    if partnership_id.is_empty() { key(&[&caller.partner]) } else { key(&[&caller.partner, partnership_id]) }
}

fn lister(caller: &Caller) -> &str {
    if caller.is_operator() { ALL } else { &caller.partner }
}

fn is_asked_for(question: &ListProposals, proposal: &answers::Proposal) -> bool {
    question.state() == ProposalState::Unspecified || question.state() == proposal.state()
}
