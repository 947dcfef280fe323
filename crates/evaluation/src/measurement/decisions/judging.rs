//! What another member says of a value: that it is right, and how it knows; or that it is to be corrected.

use contract::{
    evaluation::{
        MeasurementReported, MeasurementReturned, MeasurementState, MeasurementVerified, ReturnMeasurement,
        VerifyMeasurement,
    },
    partners::Evidence,
};
use kernel::{
    Context, Decide, Decision, Members,
    document::{Document, EVIDENCE},
    parse,
};

use super::super::{
    rejection::Rejection,
    sealing::{self, Kept},
    state::Measurement,
};

impl Decide<VerifyMeasurement> for Measurement {
    type Known = (Members, Kept);

    fn target(command: &VerifyMeasurement) -> (&str, &str) {
        (&command.partnership_id, &command.measurement_id)
    }

    fn decide(
        &self,
        command: &VerifyMeasurement,
        (members, kept): &(Members, Kept),
        context: &Context,
    ) -> Decision<Self> {
        let reported = self.others(members, context)?;
        if let Some(Evidence { uri, sha256, size_bytes, media_type }) = &command.evidence {
            Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(&EVIDENCE)?;
        }
        let judged = self.judged(kept, context)?;
        let verified = self.verified(reported, command, context);
        let last = self.verified.as_deref().and_then(|it| sealing::as_verified(it, judged.map(|(_, key)| key)));
        match (self.state(), last) {
            (MeasurementState::Verified, Some(existing)) if existing == verified => Ok(vec![]),
            (MeasurementState::Verified, _) => Err(Rejection::AlreadyVerified),
            (MeasurementState::Returned, _) => Err(Rejection::Returned),
            _ => match judged {
                Some((value, key)) => Ok(vec![sealing::verified(verified, value, key, context).into()]),
                None => Ok(vec![verified.into()]),
            },
        }
    }
}

impl Decide<ReturnMeasurement> for Measurement {
    type Known = (Members, Kept);

    fn target(command: &ReturnMeasurement) -> (&str, &str) {
        (&command.partnership_id, &command.measurement_id)
    }

    fn decide(
        &self,
        command: &ReturnMeasurement,
        (members, kept): &(Members, Kept),
        context: &Context,
    ) -> Decision<Self> {
        let ReturnMeasurement {
            command_id: _,
            validate_only: _,
            partnership_id,
            measurement_id,
            reason,
            expected_revision: _,
        } = command;
        let reported = self.others(members, context)?;
        let judged = self.judged(kept, context)?;
        let returned = MeasurementReturned {
            partnership_id: partnership_id.clone(),
            measurement_id: measurement_id.clone(),
            indicator_id: reported.indicator_id.clone(),
            partner_id: reported.partner_id.clone(),
            period_end: reported.period_end.clone(),
            returned_by: context.partner.clone(),
            reason: parse::filled("reason", reason)?.to_owned(),
            correction: self.correction(),
            sealed_reason: None,
        };
        let last = self.returned.as_deref().and_then(|it| sealing::as_returned(it, judged.map(|(_, key)| key)));
        match (self.state(), last) {
            (MeasurementState::Returned, Some(existing)) if existing == returned => Ok(vec![]),
            (MeasurementState::Returned, _) => Err(Rejection::Returned),
            (MeasurementState::Verified, _) => Err(Rejection::AlreadyVerified),
            _ => match judged {
                Some((value, key)) => Ok(vec![sealing::returned(returned, value, key, context).into()]),
                None => Ok(vec![returned.into()]),
            },
        }
    }
}

impl Measurement {
    /// What another organisation reported: nobody judges what it, or an affiliate of it, did.
    fn others(&self, members: &Members, context: &Context) -> Result<&MeasurementReported, Rejection> {
        let reported = self.reported.as_deref().ok_or(Rejection::NotFound)?;
        match () {
            () if !reported.source.is_empty() => Err(Rejection::AsPublished),
            () if members.are_one(&reported.partner_id, &context.partner) => Err(Rejection::Own),
            () => Ok(reported),
        }
    }

    fn verified(
        &self,
        reported: &MeasurementReported,
        command: &VerifyMeasurement,
        context: &Context,
    ) -> MeasurementVerified {
        let VerifyMeasurement {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            measurement_id: _,
            basis,
            note,
            evidence,
            conflict,
            expected_revision: _,
        } = command;
        // What is sealed is repeated as it was sealed.
        let sealed = self.sealed.last().cloned();
        let figures = self.figures().filter(|_| sealed.is_none());
        let (numerator, denominator) = figures.map(|it| it.counted()).unwrap_or_default();
        MeasurementVerified {
            partnership_id: reported.partnership_id.clone(),
            measurement_id: reported.measurement_id.clone(),
            indicator_id: reported.indicator_id.clone(),
            partner_id: reported.partner_id.clone(),
            verified_by: context.partner.clone(),
            basis: *basis,
            note: note.trim().to_owned(),
            period_start: reported.period_start.clone(),
            period_end: reported.period_end.clone(),
            numerator: numerator.to_owned(),
            denominator: denominator.to_owned(),
            evidence: evidence.clone(),
            conflict: conflict.trim().to_owned(),
            correction: self.correction(),
            parts: figures.map(|it| it.parts.to_vec()).unwrap_or_default(),
            sealed,
            sealed_note: None,
        }
    }
}
