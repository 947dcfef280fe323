//! What recording and confirming a transaction leads to.

use contract::resources::*;
use kernel::{
    Invalid, Reject,
    scenario::{context, given, nothing},
};
use resources::transaction::{
    Rejection, Transaction,
    decisions::{Named, Parties},
};

use crate::messages::*;

mod by_a_side {
    use super::*;

    type Knowing = fn(Option<Named>) -> Parties;

    #[test]
    fn the_provider_records_what_it_gave() {
        nothing::<Transaction>().by(FUNDER).when_knowing(parties(), record()).then(recorded());
    }

    #[test]
    fn the_receiver_that_records_has_confirmed_by_that() {
        nothing::<Transaction>()
            .by(LENDER)
            .when_knowing(parties(), record())
            .then_all([TransactionRecorded { recorded_by: LENDER.into(), ..recorded() }.into(), confirmed().into()]);
    }

    #[test]
    fn the_receiver_that_repeats_the_providers_report_confirms_it() {
        noted().by(LENDER).when_knowing(parties(), record()).then(confirmed());
    }

    #[test]
    fn recording_it_again_changes_nothing() {
        noted().by(FUNDER).when_knowing(parties(), record()).then_nothing();
        for by in [FUNDER, LENDER] {
            noted().and(confirmed()).by(by).when_knowing(parties(), record()).then_nothing();
        }
        noted().by(FUNDER).when_knowing(Parties::default(), record()).then_nothing();
    }

    #[test]
    fn an_id_stands_for_one_transaction() {
        noted()
            .by(FUNDER)
            .when_knowing(parties(), RecordTransaction { amount_minor: 1, ..record() })
            .then_rejected(Rejection::IdTaken);
    }

    #[test]
    fn an_id_is_made_where_none_is_given() {
        nothing::<Transaction>()
            .by(FUNDER)
            .when_knowing(parties(), RecordTransaction { transaction_id: String::new(), ..record() })
            .then(TransactionRecorded { transaction_id: context().fresh("transaction"), ..recorded() });
    }

    #[test]
    fn it_happened_on_the_value_date_where_nothing_else_is_said() {
        nothing::<Transaction>()
            .by(FUNDER)
            .when_knowing(parties(), RecordTransaction { transacted_on: String::new(), ..record() })
            .then(TransactionRecorded { transacted_on: "2026-01-10".into(), ..recorded() });
    }

    #[test]
    fn an_amount_is_above_zero() {
        for amount_minor in [0, -1] {
            invalid(
                RecordTransaction { amount_minor, ..record() },
                "amount_minor",
                &format!("is {amount_minor}; it must be above zero"),
            );
        }
    }

    #[test]
    fn both_sides_are_named() {
        invalid(
            RecordTransaction { provider_partner_id: String::new(), ..record() },
            "provider_partner_id",
            "is missing",
        );
        invalid(
            RecordTransaction { receiver_partner_id: String::new(), ..record() },
            "receiver_partner_id",
            "is missing",
        );
    }

    #[test]
    fn both_sides_are_members_with_a_voice_and_not_the_same() {
        refused(
            STRANGER,
            RecordTransaction { provider_partner_id: STRANGER.into(), ..record() },
            Rejection::NotAMember { field: "provider_partner_id" },
        );
        refused(
            FUNDER,
            RecordTransaction { receiver_partner_id: STRANGER.into(), ..record() },
            Rejection::NotAMember { field: "receiver_partner_id" },
        );
        refused(FUNDER, RecordTransaction { receiver_partner_id: FUNDER.into(), ..record() }, Rejection::SamePartner);
    }

    #[test]
    fn only_the_two_sides_record_it() {
        refused(INSURER, record(), Rejection::NotAParty);
    }

    #[test]
    fn what_has_not_happened_yet_is_not_recorded() {
        let on = |transacted_on: &str| RecordTransaction { transacted_on: transacted_on.into(), ..record() };
        // At noon on the 15th in London it is the 16th in Kiribati already.
        nothing::<Transaction>()
            .by(FUNDER)
            .when_knowing(parties(), on("2026-01-16"))
            .then(TransactionRecorded { transacted_on: "2026-01-16".into(), ..recorded() });
        invalid(on("2026-01-17"), "transacted_on", "is 2026-01-17, which has not come yet");
        invalid(
            RecordTransaction { value_date: "2027-01-01".into(), ..on("") },
            "transacted_on",
            "is 2027-01-01, which has not come yet",
        );
    }

    #[test]
    fn dates_and_currencies_are_real() {
        invalid(
            RecordTransaction { value_date: "2026-13-01".into(), ..record() },
            "value_date",
            "is not a date YYYY-MM-DD: \"2026-13-01\"",
        );
        invalid(
            RecordTransaction { currency: "ABC".into(), ..record() },
            "currency",
            "is not a currency of ISO 4217: \"ABC\"",
        );
    }

    #[test]
    fn the_partnership_and_the_activity_are_known() {
        let refused = |known: Parties, rejection: Rejection| {
            nothing::<Transaction>().by(FUNDER).when_knowing(known, record()).then_rejected(rejection);
        };
        refused(Parties { is_formed: false, ..parties() }, Rejection::NoPartnership);
        refused(Parties { knows_activity: false, ..parties() }, Rejection::NoActivity);
    }

    #[test]
    fn what_a_transaction_names_is_there_and_fits_it() {
        let naming: [(&'static str, RecordTransaction, Knowing); 3] = [
            ("disbursement_id", RecordTransaction { disbursement_id: PAYMENT.into(), ..record() }, |it| Parties {
                disbursement: it,
                ..parties()
            }),
            ("commitment_id", RecordTransaction { commitment_id: PLEDGE.into(), ..record() }, |it| Parties {
                commitment: it,
                ..parties()
            }),
            (
                "budget_line_id",
                RecordTransaction {
                    budget_line_id: LINE.into(),
                    r#type: TransactionType::Expenditure.into(),
                    ..record()
                },
                |it| Parties { budget_line: it, ..parties() },
            ),
        ];
        for (field, command, known) in naming {
            let refused = |named: Option<Named>, rejection: Rejection| {
                nothing::<Transaction>()
                    .by(FUNDER)
                    .when_knowing(known(named), command.clone())
                    .then_rejected(rejection);
            };
            let does_not_fit = |differs| Rejection::DoesNotFit { field, differs };
            refused(None, Rejection::NotKnown { field });
            let other = || INSURER.to_owned();
            refused(Some(Named { provider_partner_id: other(), ..fitting() }), does_not_fit("provider"));
            refused(Some(Named { receiver_partner_id: other(), ..fitting() }), does_not_fit("receiver"));
            refused(Some(Named { currency: "USD".into(), ..fitting() }), does_not_fit("currency"));
            refused(Some(Named { is_open: false, ..fitting() }), Rejection::NotOpen { field });
            nothing::<Transaction>().by(FUNDER).when_knowing(known(Some(fitting())), command.clone()).then(of(command));
        }
    }

    #[test]
    fn an_allocation_is_known_and_named_with_its_offer() {
        let named = || RecordTransaction { offer_id: OTHER.into(), allocation_id: THIRD.into(), ..record() };
        nothing::<Transaction>().by(FUNDER).when_knowing(parties(), named()).then(of(named()));
        nothing::<Transaction>()
            .by(FUNDER)
            .when_knowing(Parties { knows_allocation: false, ..parties() }, named())
            .then_rejected(Rejection::NotKnown { field: "allocation_id" });
        invalid(
            RecordTransaction { offer_id: String::new(), ..named() },
            "offer_id",
            "is missing, where an allocation of it is named",
        );
        invalid(
            RecordTransaction { allocation_id: String::new(), ..named() },
            "allocation_id",
            "is missing, where its offer is named",
        );
    }

    #[test]
    fn what_is_said_goes_with_the_type() {
        let pledge = || RecordTransaction { r#type: TransactionType::OutgoingPledge.into(), ..record() };
        for (command, field, of) in [
            (RecordTransaction { terms: Terms::Loan.into(), ..pledge() }, "terms", "funds that move"),
            (RecordTransaction { disbursement_id: PAYMENT.into(), ..pledge() }, "disbursement_id", "funds that move"),
            (RecordTransaction { commitment_id: PLEDGE.into(), ..pledge() }, "commitment_id", "funds that move"),
            (RecordTransaction { allocation_id: THIRD.into(), ..pledge() }, "allocation_id", "funds that move"),
            (RecordTransaction { budget_line_id: LINE.into(), ..record() }, "budget_line_id", "expenditure"),
            (RecordTransaction { own_funds: true, ..record() }, "own_funds", "expenditure"),
        ] {
            invalid(command, field, &format!("is for {of} only"));
        }
    }

    #[test]
    fn members_record_what_moved_between_members_not_participants() {
        let problem = "must be empty: only what a source says is about participants";
        let named = RecordTransaction { provider_participant_id: "listed".into(), ..record() };
        invalid(named, "provider_participant_id", problem);
        let named = RecordTransaction { receiver_participant_id: "listed".into(), ..record() };
        invalid(named, "receiver_participant_id", problem);
    }

    #[track_caller]
    fn refused(by: &str, command: RecordTransaction, rejection: Rejection) {
        nothing::<Transaction>().by(by).when_knowing(parties(), command).then_rejected(rejection);
    }

    #[track_caller]
    fn invalid(command: RecordTransaction, field: &'static str, problem: &str) {
        refused(FUNDER, command, Invalid::new(field, problem).into());
    }
}

mod from_a_source {
    use super::*;

    #[test]
    fn a_source_may_name_participants_on_a_side_that_is_no_member() {
        let named = RecordTransaction { receiver_participant_id: "listed".into(), ..published() };
        nothing::<Transaction>()
            .when_knowing(parties(), named)
            .then(TransactionRecorded { receiver_participant_id: "listed".into(), ..as_published() });
        let both = RecordTransaction {
            provider_partner_id: FUNDER.into(),
            provider_participant_id: "listed".into(),
            ..published()
        };
        nothing::<Transaction>().when_knowing(parties(), both).then_rejected(Rejection::MemberAndParticipant);
    }

    #[test]
    fn the_operator_keeps_what_a_source_publishes() {
        nothing::<Transaction>().when_knowing(parties(), published()).then(as_published());
        given::<Transaction, _>([as_published()]).when_knowing(parties(), published()).then_nothing();
    }

    #[test]
    fn a_source_may_correct_itself_and_look_ahead() {
        let correction = RecordTransaction { amount_minor: -5, value_date: "2030-01-01".into(), ..published() };
        nothing::<Transaction>().when_knowing(parties(), correction).then(TransactionRecorded {
            amount_minor: -5,
            value_date: "2030-01-01".into(),
            ..as_published()
        });
    }

    #[test]
    fn the_activities_of_a_source_may_be_read_in_later() {
        nothing::<Transaction>()
            .when_knowing(Parties { knows_activity: false, ..parties() }, published())
            .then(as_published());
    }

    #[test]
    fn whom_a_source_names_is_a_member() {
        nothing::<Transaction>()
            .when_knowing(parties(), RecordTransaction { provider_partner_id: STRANGER.into(), ..published() })
            .then_rejected(Rejection::NotAMember { field: "provider_partner_id" });
    }

    #[test]
    fn a_source_is_the_operators_and_the_operator_needs_one() {
        nothing::<Transaction>()
            .by(FUNDER)
            .when_knowing(parties(), RecordTransaction { source: "somewhere".into(), ..record() })
            .then_rejected(Rejection::SourceIsTheOperators);
        nothing::<Transaction>().when_knowing(parties(), record()).then_rejected(Rejection::SourceIsTheOperators);
    }

    #[test]
    fn nobody_confirms_what_a_source_publishes() {
        let named = TransactionRecorded { receiver_partner_id: LENDER.into(), ..as_published() };
        given::<Transaction, _>([named]).by(LENDER).when(confirm()).then_rejected(Rejection::AsPublished);
    }
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("transaction_id")),
        (Rejection::NoPartnership, "REASON_NOT_FOUND", Some("partnership_id")),
        (Rejection::NoActivity, "REASON_NOT_FOUND", Some("activity_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("transaction_id")),
        (Rejection::SourceIsTheOperators, "REASON_SOURCE_IS_THE_OPERATORS", Some("source")),
        (Rejection::NotAMember { field: "receiver_partner_id" }, "REASON_NOT_A_MEMBER", Some("receiver_partner_id")),
        (Rejection::SamePartner, "REASON_SAME_PARTNER", Some("receiver_partner_id")),
        (Rejection::NotAParty, "REASON_NOT_A_PARTY", None),
        (Rejection::NotTheReceiver, "REASON_NOT_THE_RECEIVER", None),
        (Rejection::AsPublished, "REASON_TRANSACTION_STATE", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}
