//! Bad input is refused with a reason and the field's name, and appends nothing: generated from the contract's limits,
//! and by hand where a limit cannot say it.

mod by_hand;
mod orders;
mod retries;

use contract::common::Receipt;
use prost::Message;
use tempfile::TempDir;
use tests::{Stranger, World, embedded, fields, path, reason, rpcs, told, violations::violations};
use tonic::Code;

use orders::Ground;

#[tokio::test(flavor = "multi_thread")]
async fn every_limit_of_every_request_is_kept() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let numbers = world.numbers().await;
    let operator = Stranger::operator(&client);
    let mut broken = 0;
    for method in rpcs() {
        for violation in violations(&method.input()) {
            let what = format!("{}: {} {}", path(&method), violation.path, violation.what);
            let refused = operator.call_dynamic(&method, &violation.request).await.expect_err(&what);
            assert_eq!(refused.code(), Code::InvalidArgument, "{what}: {refused}");
            assert_eq!(reason(&refused), "REASON_INVALID_FIELD", "{what}");
            assert_eq!(fields(&refused), [violation.path], "{what}: {}", refused.message());
            broken += 1;
        }
    }
    assert!(500 < broken, "only {broken} violations were found");
    assert_eq!(world.numbers().await, numbers, "nothing was appended");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_at_all_is_refused_with_a_reason() {
    let ground = Ground::new().await;
    let numbers = ground.world.numbers().await;
    let lender = ground.by("lender");
    let offers = "accord.resources.v1.ResourceCommands/OfferResource";
    let invalid_utf8 = [0x1a, 2, 0xff, 0xfe];
    let nested = (0..200).fold(vec![], |inner: Vec<u8>, _| {
        let mut outer = vec![0x0b];
        outer.extend(inner);
        outer.push(0x0c);
        outer
    });
    let malformed: [(&str, Vec<u8>); 6] = [
        ("a field cut short", vec![0x1a, 36, b'x']),
        ("an endless number", vec![0x48, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ("field number 0", vec![0x00, 0x01]),
        ("text that is no UTF-8", invalid_utf8.to_vec()),
        ("another wire type", vec![0x18, 0x01]),
        ("groups without end", nested),
    ];
    for (what, bytes) in malformed {
        let refused = lender.send(offers, bytes).await.expect_err(what);
        assert_eq!(refused.code(), Code::InvalidArgument, "{what}: {refused}");
        assert_eq!(reason(&refused), "REASON_MALFORMED_REQUEST", "{what}");
    }
    let large = lender.send(offers, vec![0x32; 1_000_000]).await.unwrap_err();
    assert_eq!((large.code(), reason(&large).as_str()), (Code::OutOfRange, "REASON_MALFORMED_REQUEST"), "{large}");
    assert_eq!(told(&large, "limit").as_deref(), Some("262144"));
    let long = format!("{}/Give", "x".repeat(5_000));
    let (no_method, no_service) = ("the service has no such method", "there is no service");
    for (unknown, words) in [
        ("accord.resources.v1.ResourceCommands/Give", no_method),
        ("accord.resources.v1.Nothing/Give", no_service),
        ("Give", no_service),
        (&long, no_service),
    ] {
        let refused = lender.send(unknown, vec![]).await.unwrap_err();
        assert_eq!((refused.code(), reason(&refused).as_str()), (Code::Unimplemented, "REASON_UNIMPLEMENTED"));
        assert!(refused.message().starts_with(words), "{unknown}: {refused}");
        assert!(refused.message().len() < 200, "a made-up name is not repeated at any length: {refused}");
    }
    assert_eq!(ground.world.numbers().await, numbers, "nothing was appended");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_this_build_does_not_know_are_left_alone() {
    let ground = Ground::new().await;
    let offer = ground.offer();
    // Field 2000, 100,000 bytes long.
    let mut request = offer.encode_to_vec();
    prost::encoding::bytes::encode(2_000, &vec![7_u8; 100_000], &mut request);
    let sent = ground.by("lender").send("accord.resources.v1.ResourceCommands/OfferResource", request).await.unwrap();
    let receipt: Receipt = ground.by("lender").call(&offer).await.unwrap();
    assert_eq!(Receipt::decode(sent).unwrap(), receipt, "to us it is the same command");
    ground.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_none_are_refused() {
    let ground = Ground::new().await;
    for tokens in ["home", "home/goals@", "home/goals@1,,x", &vec!["home/goals@1"; 65].join(",")] {
        let lender = Stranger::partner(ground.world.operator.client(), &orders::partner_id("lender"), "admin");
        let refused = lender.with("accord-as-of", tokens).call::<_, Receipt>(&ground.offer()).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{tokens}: {refused}");
        assert_eq!(reason(&refused), "REASON_MALFORMED_REQUEST");
    }
    ground.end().await;
}
