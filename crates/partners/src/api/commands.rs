//! Commands, one line each.

use contract::partners::{
    AcceptInvitation, AcknowledgeConcern, AcknowledgeUpdate, AddAgendaItem, AgreeChange, AmendCharter, AnswerConcern,
    AnswerExpectation, AnswerObjection, AnswerQuestion, AppointProxy, AppointRepresentative, ApproveMinutes,
    AskQuestion, AssignAction, CancelMeeting, ChangeRole, ClearFlag, ClosePartnership, CloseProposal, CloseReview,
    CloseRound, CloseUnresolved, CompleteAction, CompleteExit, ConfirmResolved, ContestFlag, DissolvePartnership,
    EndProxy, EraseContact, EscalateConcern, FlagPartner, FormPartnership, GiveFeedback, GrantProxy, InvitePartner,
    JudgeObjection, LeavePartnership, ListParticipant, MakeStatement, OpenProposal, OpenReview, OpenRound, PostComment,
    PostUpdate, RaiseConcern, RateParticipation, RecordAttendance, RecordCheckIn, RecordDueDiligence, RecordMinutes,
    Recuse, RedactText, RegisterPartner, ReinstateMember, RemoveMember, RenegotiateAction, RenewFlag, ReopenConcern,
    RescheduleMeeting, RespondToFeedback, ReturnAction, ReturnMinutes, ReviseDraft, ReviseProfile, RevokeProxy,
    ScheduleMeeting, SettleExitItem, StateExpectation, SuspendMember, TakePosition, VerifyAction, WithdrawConcern,
    WithdrawLeaving, WithdrawObjection, WithdrawProposal, partner_commands_server::PartnerCommands,
};
use runtime::Reply;
use tonic::Request;

use super::Api;
use crate::{
    action::Action, check_in::CheckIn, comment::Comment, concern::Concern, flag::Flag, meeting::Meeting,
    partner::Partner, partnership::Partnership, proposal::Proposal, redaction::Redaction, review::Review, round::Round,
    update::Update,
};

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

    async fn erase_contact(&self, request: Request<EraseContact>) -> Reply {
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

    async fn answer_objection(&self, request: Request<AnswerObjection>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn withdraw_objection(&self, request: Request<WithdrawObjection>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn judge_objection(&self, request: Request<JudgeObjection>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn ask_question(&self, request: Request<AskQuestion>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn answer_question(&self, request: Request<AnswerQuestion>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn withdraw_proposal(&self, request: Request<WithdrawProposal>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn recuse(&self, request: Request<Recuse>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn make_statement(&self, request: Request<MakeStatement>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn appoint_proxy(&self, request: Request<AppointProxy>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn end_proxy(&self, request: Request<EndProxy>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
    }

    async fn grant_proxy(&self, request: Request<GrantProxy>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn revoke_proxy(&self, request: Request<RevokeProxy>) -> Reply {
        self.desk.carry_out::<Partnership, _>(request).await
    }

    async fn rate_participation(&self, request: Request<RateParticipation>) -> Reply {
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

    async fn redact_text(&self, request: Request<RedactText>) -> Reply {
        self.desk.carry_out::<Redaction, _>(request).await
    }

    async fn record_check_in(&self, request: Request<RecordCheckIn>) -> Reply {
        self.desk.carry_out::<CheckIn, _>(request).await
    }
}
