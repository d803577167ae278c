import { dateWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { action, type EmailDocument, notice, paragraph } from './document.ts';
import { type CaseScene, caseEmail, caseFacts, told } from './scene.ts';
import { sentence } from './words.ts';

/** The child is still missing. */
function stillMissing(scene: CaseScene, since: string): EmailDocument {
  const entry = scene.nameOf(scene.subject.facts.entryAuthority);
  const day = dateWords(londonDate(since));
  const asked = scene.desk === 'entry-authority';
  return caseEmail(scene, {
    subject: asked
      ? `${scene.subject.id}: is the child found?`
      : `${scene.subject.id}: still paused, the child is still missing`,
    preview: `Recorded as missing on ${day}.`,
    heading: asked ? 'Is the child found?' : 'The case is still paused',
    blocks: [
      notice(`The child was recorded as missing on ${day}, and still is.`),
      paragraph(
        asked
          ? 'You stay responsible and lead the search with the police. If the child has been found, say so on the page: every deadline stands still until you do. If the child will not come back to the scheme, withdraw the referral there.'
          : `${entry} stays responsible and leads the search with the police. Every deadline is stopped, and places that are held stay held. If you know anything, tell the police and ${entry} now.`,
      ),
      action(asked ? 'Say whether the child is found' : 'See the case', scene.url),
      caseFacts(scene),
    ],
  });
}

/** Every deadline was told, and the case still waits. The link is a new one: the first may have run out. */
export function caseWaiting(scene: CaseScene): EmailDocument {
  const { since, party, what, missing } = told(scene.event, 'case-waiting.v1');
  if (missing) return stillMissing(scene, since);
  const due = `${deadlineWords(since)} ${londonDate(since).slice(0, 4)}`;
  const own = party.kind === scene.desk;
  const who = party.kind === 'coordinators' ? 'The coordinators' : scene.nameOf(party.code);
  return caseEmail(scene, {
    subject: `Still waiting ${scene.subject.id}: ${what}`,
    preview: `This was due by ${due}.`,
    heading: own ? `Still waiting for you: ${what}` : `Still waiting: ${what}`,
    blocks: [
      notice(`This was due by ${due}.`),
      paragraph(
        own
          ? `${sentence(what)}, please: the child waits until you do. If something stands in the way, ${party.kind === 'coordinators' ? 'write down what, and call whoever can help' : 'tell the coordinators what'}.`
          : `${who} was to ${what}, and nothing came. Please call them, and see whether the child needs another way.`,
      ),
      action('Open the case', scene.url),
      caseFacts(scene),
    ],
  });
}
