import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { useReview, useUpload } from './queries.ts'
import { Review } from './review.tsx'

const modes = ['add', 'full'] as const

/** A file is looked at before anything of it is taken in. */
export function FilesTab({
  source,
  review,
  list,
  onReview,
  onList,
}: {
  readonly source: Source
  readonly review: string | undefined
  readonly list: string | undefined
  readonly onReview: (review: string | undefined) => void
  readonly onList: (list: string) => void
}) {
  const [mode, setMode] = useState<string>('add')
  const upload = useUpload(source.id)
  const shown = useReview(source.id, review)
  const send = (files: FileList | null) => {
    const file = files?.[0]
    if (file) upload.mutate({ file, mode }, { onSuccess: ({ id }) => onReview(id) })
  }
  return (
    <>
      <Panel title={text('sources.upload')}>
        <div className="flex max-w-2xl flex-col gap-4">
          <p className="text-md text-ink-soft">{text('sources.uploadAbout')}</p>
          <p className="font-mono text-xs text-ink-soft [overflow-wrap:anywhere]">
            userName,givenName,familyName,displayName,email,active,title,department,groups
          </p>
          {upload.error && <Notice live look="bad" title={upload.error.message} />}
          <div className="flex flex-wrap items-end gap-3">
            <div className="w-full sm:w-80">
              <Select
                label={text('sources.mode')}
                options={modes.map((id) => ({ id, name: text(`sources.mode.${id}`) }))}
                value={mode}
                onChange={setMode}
              />
            </div>
            <FileTrigger acceptedFileTypes={['text/csv', '.csv']} onSelect={send}>
              <Button look="primary" icon="up" isPending={upload.isPending} isDisabled={source.state === 'paused'}>
                {text('sources.choose')}
              </Button>
            </FileTrigger>
          </div>
          {source.state === 'paused' && <p className="text-sm text-ink-soft">{text('sources.pausedNotice')}</p>}
        </div>
      </Panel>
      {review !== undefined && (
        <Answer to={shown}>
          {(found) => (
            <Review
              key={found.id}
              source={source}
              review={found}
              list={list}
              onList={onList}
              onAway={() => onReview(undefined)}
            />
          )}
        </Answer>
      )}
    </>
  )
}
