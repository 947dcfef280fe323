//! What the partners have agreed on beside their rules, as every service remembers it.

use contract::partners::Terms as Agreed;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// None: not agreed.
    pub notice_days: Option<u32>,
    /// 0: not agreed, as in the three that follow.
    pub check_in_months: u32,
    pub review_months: u32,
    pub feedback_months: u32,
    pub concern_silence_days: u32,
    /// Empty: nobody is named.
    pub mediator_partner_id: String,
    pub confidential_channel: String,
    /// Partners with basis points that add up to 10,000; empty: none agreed.
    pub benefit_shares: Vec<(String, u32)>,
    /// Members with what each alone decides.
    pub reserved_matters: Vec<(String, String)>,
    /// In minor units of the partnership's currency; none: not agreed.
    pub funds_threshold: Option<i64>,
    /// The smallest group of people that a value may be about; 0: not agreed.
    pub people_minimum: u32,
}

impl From<Option<&Agreed>> for Terms {
    fn from(it: Option<&Agreed>) -> Self {
        let Agreed {
            notice_days,
            check_in_months,
            review_months,
            feedback_months,
            mediator_partner_id,
            confidential_channel,
            concern_silence_days,
            benefit_shares,
            reserved_matters,
            funds_threshold,
            people_minimum,
        } = it.cloned().unwrap_or_default();
        Terms {
            notice_days,
            check_in_months,
            review_months,
            feedback_months,
            concern_silence_days,
            mediator_partner_id,
            confidential_channel,
            benefit_shares: benefit_shares.into_iter().map(|it| (it.partner_id, it.basis_points)).collect(),
            reserved_matters: reserved_matters.into_iter().map(|it| (it.partner_id, it.what)).collect(),
            funds_threshold,
            people_minimum,
        }
    }
}
