import { element, keep, type Group, type Target } from './route.ts';

type Connection = typeof RTCPeerConnection;

async function ask(server: RTCIceServer, Made: Connection = RTCPeerConnection): Promise<void> {
  const connection = keep(new Made({ iceServers: [server] }));
  connection.createDataChannel('x');
  await connection.setLocalDescription(await connection.createOffer());
}

/** Two ends in one page, one of which is told that the other sits at the target: checks are sent there. */
async function candidate(to: Target): Promise<void> {
  const one = keep(new RTCPeerConnection());
  const two = keep(new RTCPeerConnection());
  one.createDataChannel('x');
  const offer = await one.createOffer();
  await one.setLocalDescription(offer);
  await two.setRemoteDescription(offer);
  const answer = await two.createAnswer();
  await two.setLocalDescription(answer);
  await one.setRemoteDescription(answer);
  await one.addIceCandidate({
    candidate: `candidate:1 1 udp 2130706431 ${to.address} ${to.port} typ host`,
    sdpMid: '0',
    sdpMLineIndex: 0,
  });
}

const turn = { username: 'a', credential: 'b' };

export const rtc: Group = {
  title: 'RTCPeerConnection: STUN, TURN (UDP, TCP), a candidate with any address; the class of a child frame',
  runs: 'page',
  routes: {
    stun: (to) => ask({ urls: `stun:${to.stun}` }),
    turn: (to) => ask({ urls: `turn:${to.stun}`, ...turn }),
    turntcp: (to) => ask({ urls: `turn:${to.stun}?transport=tcp`, ...turn }),
    candidate,
    stunframe: (to) => {
      const inside = element('iframe').contentWindow as Window & { RTCPeerConnection: Connection };
      return ask({ urls: `stun:${to.stun}` }, inside.RTCPeerConnection);
    },
  },
};
