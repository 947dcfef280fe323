//! All partnerships in which the caller stands, whatever the pages.

use contract::partners::{ListPartnerships, ListPartnershipsResponse, Partnership};

use crate::client::{Client, Failure};

const PAGE_SIZE: u32 = 500;

pub(super) async fn partnerships(client: &Client) -> Result<Vec<Partnership>, Failure> {
    let mut all = Vec::new();
    let mut asked = ListPartnerships { page_size: PAGE_SIZE, ..Default::default() };
    loop {
        let page: ListPartnershipsResponse = client.call(&asked).await?;
        all.extend(page.partnerships);
        if page.next_page_token.is_empty() {
            return Ok(all);
        }
        asked.page_token = page.next_page_token;
    }
}
