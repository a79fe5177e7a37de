-- migrate:up transaction:false
alter type genre add value if not exists 'essay';

-- migrate:down
