//! Scratch.
#![allow(warnings, clippy::all, clippy::pedantic)]
use banc_core::*; use banc_core::{journal::*, listener::*, recorder::*, fault::*, service::*, timer::Timer, exchange::*};
use std::{sync::Arc, time::*, io::{Read,Write}, net::*};
struct Echo(Vec<u8>);
impl Service for Echo { fn name(&self)->&'static str{"echo"} fn body_limit(&self)->usize{100000} fn classify(&self,_:&Request)->&'static str{"op"}
 fn answer(&self,c:&Call<'_>)->Answer{ let mut b=self.0.clone(); let n=c.ordinal.to_string(); b[..n.len()].copy_from_slice(n.as_bytes()); Answer{status:200,headers:vec![("content-type","application/soap+xml; charset=utf-8".into())],body:b.into(),observed:Some(observed::Observed::Insi(Box::new(observed::insi::ObservedInsi{version:1,action:Some("urn:rechercherInsAvecTraitsIdentite".into()),message_id:Some("urn:uuid:1234".into()),..Default::default()})))} }
 fn too_large(&self,_:&Call<'_>)->Answer{Answer::default()} fn operations(&self)->Vec<&'static str>{vec!["op"]} fn refusals(&self)->Vec<&'static str>{vec![]} fn variations(&self)->Vec<&'static str>{vec![]} }
fn rss()->String{ std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l|l.starts_with("VmRSS")||l.starts_with("VmHWM")).collect::<Vec<_>>().join(" ") }
fn one(s:&mut TcpStream, call:&[u8], buf:&mut [u8]){ s.write_all(call).unwrap(); let mut n=0; let mut want=usize::MAX; while n<want { let r=s.read(&mut buf[n..]).unwrap(); assert!(r>0); n+=r; if want==usize::MAX { if let Some(p)=buf[..n].windows(4).position(|w|w==b"\r\n\r\n"){ want=p+4+2000; } } } }
fn main(){
 let a:Vec<String>=std::env::args().collect();
 if a[1]=="load" { // addr conns total
  let addr:SocketAddr=a[2].parse().unwrap(); let conns:usize=a[3].parse().unwrap(); let total:usize=a[4].parse().unwrap();
  let pre=vec![b'r';2200]; 
  let t=Instant::now();
  let hs:Vec<_>=(0..conns).map(|_|{ let pre=pre.clone(); std::thread::Builder::new().stack_size(256*1024).spawn(move||{ let mut s=TcpStream::connect(addr).unwrap(); s.set_nodelay(true).unwrap(); let mut buf=vec![0;8192]; let mut lat=vec![]; for i in 0..total/conns{ let mut body=pre.clone(); let id=format!("{:?}{i}",std::thread::current().id()); body[..id.len()].copy_from_slice(id.as_bytes()); let mut call=format!("POST /lps HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load\r\nContent-Type: application/soap+xml; charset=utf-8; action=\"urn:rechercher\"\r\nAccept: */*\r\nContent-Length: {}\r\n\r\n",body.len()).into_bytes(); call.extend_from_slice(&body); let t=Instant::now(); one(&mut s,&call,&mut buf); lat.push(t.elapsed()); } lat }).unwrap() }).collect();
  let mut lat:Vec<Duration>=hs.into_iter().flat_map(|h|h.join().unwrap()).collect(); let e=t.elapsed(); lat.sort();
  println!("conns {conns} n {} {:.0}/s median {:?} p95 {:?} p99 {:?} max {:?}", lat.len(), lat.len() as f64/e.as_secs_f64(), lat[lat.len()/2], lat[lat.len()*95/100], lat[lat.len()*99/100], lat.last().unwrap());
  return;
 }
 let rt=tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
 rt.block_on(async{
  let clock=Clock::system(); let dir=std::path::PathBuf::from(&a[2]); let journal=Journal::open(JournalConfig{directory:Some(dir),..Default::default()},clock.clone()).unwrap();
  let svc:Arc<dyn Service>=Arc::new(Echo(vec![b'a';2000])); let timer=Timer::start(clock.clone()).unwrap();
  let mut ls=vec![];
  for f in ["", "[[regle]]\nnom='r'\nservice='echo'\nfaute={nom='latence_fixe',duree='100ms'}"] {
   let plan=FaultPlan::from_toml(f,&Vocabulary::of([&*svc])).unwrap();
   let ctx=LaneContext{lane:"l".into(),seed:Seed(1),clock:clock.clone(),timer:timer.clone(),journal:journal.clone(),plan:PlanSwitch::new(plan),counters:CallCounters::default(),body_timeout:Duration::from_secs(30)};
   let l=Listener::open(ListenerConfig{front:"f".into(),lane:"l".into(),address:"127.0.0.1:0".parse().unwrap(),tls:None,limits:Limits::default()},router(&ctx,"f",svc.clone()),journal.clone(),clock.clone()).unwrap();
   println!("{}",l.address()); ls.push(l);
  }
  println!("idle {}", rss());
  tokio::task::spawn_blocking(||{ let mut s=String::new(); std::io::stdin().read_line(&mut s) }).await;
  println!("timer cpu {:?} rss {}",timer.cpu_time(), rss());
  for l in ls{ l.drain(Duration::from_secs(1)).await.unwrap(); }
  println!("{:?} rss {}", journal.close().await, rss());
 });
}
