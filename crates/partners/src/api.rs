//! The gRPC face: one line a command, one a query.

use contract::partners::{
    self as answers, AcceptInvitation, AnswerObjection, AnswerQuestion, AppointProxy, AskQuestion, CloseProposal,
    EndProxy, FormPartnership, GetPartner, GetPartnership, GetProposal, InvitePartner, JudgeObjection, ListParticipant,
    ListParticipants, ListParticipantsResponse, ListPartners, ListPartnersResponse, ListPartnerships,
    ListPartnershipsResponse, ListProposals, ListProposalsResponse, MakeStatement, OpenProposal, ProposalState,
    RateParticipation, Recuse, RegisterPartner, TakePosition, WithdrawObjection, WithdrawProposal,
    partner_commands_server::PartnerCommands, partner_queries_server::PartnerQueries,
};
use runtime::{Answered, Desk, Reply, caller::Caller, views::key};
use tonic::Request;

use crate::{
    Partners,
    partner::Partner,
    partnership::Partnership,
    proposal::Proposal,
    views::{ALL, PARTICIPANTS, PARTNERS, PARTNERSHIPS, PROPOSALS, place},
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

    async fn rate_participation(&self, request: Request<RateParticipation>) -> Reply {
        self.desk.carry_out::<Proposal, _>(request).await
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
}

fn lister(caller: &Caller) -> &str {
    if caller.is_operator() { ALL } else { &caller.partner }
}

fn is_asked_for(question: &ListProposals, proposal: &answers::Proposal) -> bool {
    question.state() == ProposalState::Unspecified || question.state() == proposal.state()
}
