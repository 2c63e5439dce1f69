import { type Checklist, type ScimRequest, steps } from '../../contract/traffic.ts'
import type { SourceId } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { type ProofRow, proofsOf, type TrafficRow } from './store/read.ts'

export function shownRequest(row: TrafficRow): ScimRequest {
  const { id, at, method, path, operation, status, tookUs, client, understood, quirks, droppedBefore, credential } = row
  return {
    id,
    at: at.toISOString(),
    method,
    path,
    operation,
    status,
    tookMs: tookUs / 1000,
    client,
    understood,
    quirks: [...quirks],
    droppedBefore,
    credential,
  }
}

/** Every step, those that nothing proved yet too. */
export async function checklistOf(db: Db, source: SourceId): Promise<Checklist> {
  const proofs = new Map((await proofsOf(db, source)).map((proof) => [proof.step, proof]))
  return { steps: steps.map((step) => ({ step, proof: shownProof(proofs.get(step)) })) }
}

function shownProof(proof: ProofRow | undefined): Checklist['steps'][number]['proof'] {
  if (!proof) return null
  const { at, request, method, path, status, understood } = proof
  return { at: at.toISOString(), request, method, path, status, understood }
}

/** For who has only a link: that something came and what became of it, without anybody's name. */
export function nameless(request: ScimRequest): ScimRequest {
  const { name: _, to: __, detail: ___, ...understood } = request.understood
  return { ...request, path: request.path.split('?', 1)[0]!, understood, credential: null }
}

export function namelessChecklist({ steps: all }: Checklist): Checklist {
  return {
    steps: all.map(({ step, proof }) => {
      if (!proof) return { step, proof }
      const { name: _, to: __, detail: ___, ...understood } = proof.understood
      return { step, proof: { ...proof, path: proof.path.split('?', 1)[0]!, understood } }
    }),
  }
}
